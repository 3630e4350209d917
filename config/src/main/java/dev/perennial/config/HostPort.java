package dev.perennial.config;

/// A host and a port on it.
///
/// @param host a name or an address, the latter without brackets
/// @param port from 0 to 65535
public record HostPort(String host, int port) {

  /// Checks the port.
  ///
  /// @throws IllegalArgumentException if there is no such port
  public HostPort {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  /// {@return the pair as it may be written in a file}
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
