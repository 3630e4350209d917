package dev.perennial.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// Absolute URIs with a host; with schemes listed, only those.
record UriType(List<String> schemes) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    URI uri = parsed(text);
    if (uri.getScheme() == null) {
      throw new BadValue("has no scheme", "write it like http://host/path");
    }
    if (uri.getHost() == null) {
      throw new BadValue("has no valid host", "write it like http://host/path");
    }
    if (!schemes.isEmpty() && !isAllowed(uri.getScheme())) {
      throw new BadValue("has another scheme than " + String.join(", ", schemes));
    }
    return uri;
  }

  private static URI parsed(String text) throws BadValue {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new BadValue("is not a URI: " + e.getReason());
    }
  }

  private boolean isAllowed(String scheme) {
    for (String allowed : schemes) {
      if (allowed.equalsIgnoreCase(scheme)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean mayHaveCommas() {
    return true;
  }

  @Override
  public String description() {
    return "uri value";
  }

  @Override
  public String placeholder() {
    return "URI";
  }
}
