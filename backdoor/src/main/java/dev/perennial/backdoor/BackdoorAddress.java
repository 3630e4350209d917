package dev.perennial.backdoor;

import java.nio.file.Path;

/// Where a backdoor listens.
public sealed interface BackdoorAddress {

  /// On the loopback address.
  ///
  /// @param number of the TCP port
  record Port(int number) implements BackdoorAddress {
    @Override
    public String toString() {
      return "port " + number;
    }
  }

  /// On a UNIX socket.
  ///
  /// @param path its file
  record SocketFile(Path path) implements BackdoorAddress {
    @Override
    public String toString() {
      return path.toString();
    }
  }
}
