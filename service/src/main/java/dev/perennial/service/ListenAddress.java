package dev.perennial.service;

import java.nio.file.Path;
import java.util.Optional;

/// Where a service wants to accept connections. A value: nothing is resolved or bound yet.
public sealed interface ListenAddress {

  /// The address in the form that operators read and write.
  ///
  /// @return `host:port`, `[v6]:port` or `unix:path`
  String text();

  /// Options of the listening socket.
  ///
  /// @return the options
  SocketOptions options();

  /// A TCP address with default options.
  ///
  /// @param host name or number; `::` accepts IPv4 too unless `IPV6_V6ONLY` is asked for
  /// @param port 0 to 65535; 0 takes any free port
  /// @return the address
  static Tcp tcp(String host, int port) {
    return new Tcp(host, port, false, SocketOptions.DEFAULTS);
  }

  /// A UNIX socket with default options.
  ///
  /// @param path where its file is made
  /// @return the address
  static Unix unix(Path path) {
    return new Unix(path, Optional.empty(), SocketOptions.DEFAULTS);
  }

  /// A TCP port.
  ///
  /// @param host name or number of the interface; of a name with several addresses, the first one
  ///   is served
  /// @param port 0 to 65535; 0 takes any free port
  /// @param ipv6Only for IPv6 addresses: refuse IPv4 (`IPV6_V6ONLY`)
  /// @param options options of the listening socket
  record Tcp(String host, int port, boolean ipv6Only, SocketOptions options)
      implements ListenAddress {

    /// Checks the range of the port.
    public Tcp {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
      }
      if (host.isBlank()) {
        throw new IllegalArgumentException("host must not be blank; 0.0.0.0 and :: mean all");
      }
    }

    /// The same address with another port.
    ///
    /// @param actual the port that was taken
    /// @return the address
    public Tcp withPort(int actual) {
      return new Tcp(host, actual, ipv6Only, options);
    }

    /// The same address with another host.
    ///
    /// @param actual what its name stands for
    /// @return the address
    public Tcp withHost(String actual) {
      return new Tcp(actual, port, ipv6Only, options);
    }

    /// The same address with other options.
    ///
    /// @param other the options
    /// @return the address
    public Tcp with(SocketOptions other) {
      return new Tcp(host, port, ipv6Only, other);
    }

    @Override
    public String text() {
      boolean bare = host.contains(":") && !host.startsWith("[");
      return (bare ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// A UNIX socket.
  ///
  /// @param path where its file is made; a stale file there is replaced, a live one is refused
  /// @param mode permission bits of the file, such as 0660; unset means that the umask decides
  /// @param options options of the listening socket; those of TCP do nothing
  record Unix(Path path, Optional<Integer> mode, SocketOptions options) implements ListenAddress {

    /// Checks the range of the mode.
    public Unix {
      if (mode.isPresent() && (mode.get() & ~0777) != 0) {
        throw new IllegalArgumentException(
            "socket mode must be 0 to 0777, not 0" + Integer.toOctalString(mode.get()));
      }
    }

    /// The same address with a mode.
    ///
    /// @param bits permission bits of the file
    /// @return the address
    public Unix withMode(int bits) {
      return new Unix(path, Optional.of(bits), options);
    }

    @Override
    public String text() {
      return "unix:" + path;
    }
  }
}
