package dev.perennial.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Asks one of our servers as the operators' command does, without the start of a JVM.
///
/// @param file of the socket
record ControlSocket(Path file) {

  static ControlSocket of(Server server) {
    int option = server.command().indexOf("--launcher-state-dir");
    return new ControlSocket(Path.of(server.command().get(option + 1), "control.sock"));
  }

  /// @return the answer, in JSON
  /// @throws IOException if it was refused or failed
  String ask(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      channel.write(StandardCharsets.UTF_8.encode("perennial 1 " + request + "\n"));
      BufferedReader reader =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String line = reader.readLine();
      if (line == null || !line.startsWith("ok ")) {
        throw new IOException(request + " got: " + line);
      }
      return line.substring("ok ".length());
    }
  }
}
