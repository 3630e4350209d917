package dev.perennial.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Names of files, which need not exist.
record PathType() implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    if (text.isBlank()) {
      throw new BadValue("is not a path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new BadValue("is not a path: " + e.getReason());
    }
  }

  @Override
  public boolean mayHaveCommas() {
    return true;
  }

  @Override
  public String description() {
    return "path value";
  }

  @Override
  public String placeholder() {
    return "PATH";
  }
}
