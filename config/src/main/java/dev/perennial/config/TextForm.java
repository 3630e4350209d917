package dev.perennial.config;

/// What a text stands for, where the Java type of an option alone does not tell.
public enum TextForm {
  /// What the type says.
  AS_DECLARED,
  /// An `int` from 0 to 65535.
  PORT,
  /// A `String` or `InetAddress` that is an IPv4 or IPv6 address.
  IP_ADDRESS,
  /// A `String` or `InetAddress` that is an IPv4 address.
  IPV4_ADDRESS,
  /// A `String` or `InetAddress` that is an IPv6 address.
  IPV6_ADDRESS,
  /// A `String` that is the name of a host. A dot at its end is dropped.
  HOST_NAME,
  /// A `String` that is an IP address or the name of a host.
  HOST_ADDRESS,
  /// A `String` that is an IP address or a name in which underscores may stand.
  HOST_DOMAIN
}
