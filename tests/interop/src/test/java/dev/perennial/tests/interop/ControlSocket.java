package dev.perennial.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.launcher.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where a program answers its operators.
///
/// @param state the directory of its state
record ControlSocket(Path state) {

  /// Asks as `perennial` does.
  String ask(String request) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(state.resolve("control.sock")))) {
      channel.write(ByteBuffer.wrap(("perennial 1 " + request + "\n").getBytes(UTF_8)));
      BufferedReader answer = new BufferedReader(Channels.newReader(channel, UTF_8));
      return Fields.split(answer.readLine()).get(1);
    }
  }

  /// What the program says of the workers of a service.
  List<JsonNode> workers(String service) throws IOException {
    for (JsonNode each : new JsonMapper().readTree(ask("status")).path("services")) {
      if (each.path("name").asString().equals(service)) {
        return each.path("workers").valueStream().toList();
      }
    }
    throw new AssertionError("there is no service " + service);
  }
}
