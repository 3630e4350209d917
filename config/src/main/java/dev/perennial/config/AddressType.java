package dev.perennial.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// IP addresses, as text or as an object. Names are not looked up.
record AddressType(Version version, boolean asText) implements ValueType {

  enum Version {
    ANY("an IP address"),
    V4("an IPv4 address"),
    V6("an IPv6 address");

    private final String words;

    Version(String words) {
      this.words = words;
    }
  }

  @Override
  public Object convert(String text) throws BadValue {
    Optional<byte[]> address = parsed(text);
    if (address.isEmpty()) {
      throw new BadValue("is not " + version.words);
    }
    return asText ? text : object(address.get());
  }

  boolean accepts(String text) {
    return parsed(text).isPresent();
  }

  private Optional<byte[]> parsed(String text) {
    Optional<byte[]> v4 = version == Version.V6 ? Optional.empty() : IpText.v4(text);
    return v4.isPresent() || version == Version.V4 ? v4 : IpText.v6(text);
  }

  private static InetAddress object(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  @Override
  public String description() {
    return "IP address value";
  }

  @Override
  public String placeholder() {
    return "ADDRESS";
  }
}
