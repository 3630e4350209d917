package dev.perennial.cli;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A session with the backdoor of a process. For one thread.
final class BackdoorClient implements AutoCloseable {

  /// What a process said.
  ///
  /// @param text all of an answer
  /// @param prompt asks for the next line; nothing if the process has ended the session
  record Reply(String text, Optional<String> prompt) {}

  private static final char END_OF_TEXT = 3;
  private static final String END_OF_PROMPT = "> ";

  private final SocketChannel channel;
  private final Reader reader;

  private BackdoorClient(SocketChannel channel) {
    this.channel = channel;
    this.reader = Channels.newReader(channel, StandardCharsets.UTF_8);
  }

  /// @param place as the process has told it
  static BackdoorClient connect(JsonNode place) throws CommandFailure {
    try {
      return new BackdoorClient(SocketChannel.open(address(place)));
    } catch (IOException failure) {
      throw CommandFailure.failed(
          "cannot connect to the backdoor " + place + ": " + failure.getMessage());
    } catch (InvalidPathException unusable) {
      throw CommandFailure.failed(
          "cannot connect to the backdoor "
              + place
              + ": "
              + unusable.getReason()
              + "; set LC_ALL=C.UTF-8 if its path has other letters than those of ASCII");
    }
  }

  private static SocketAddress address(JsonNode place) throws IOException {
    byte[] loopback = {127, 0, 0, 1};
    return place.has("socket")
        ? UnixDomainSocketAddress.of(Path.of(place.path("socket").asString()))
        : new InetSocketAddress(InetAddress.getByAddress(loopback), place.path("port").asInt());
  }

  /// Waits for the answer to the last line, or for the greeting.
  Reply receive() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = reader.read(); c != END_OF_TEXT; c = reader.read()) {
      if (c < 0) {
        return new Reply(text.toString(), Optional.empty());
      }
      text.append((char) c);
    }
    return new Reply(text.toString(), Optional.of(prompt()));
  }

  private String prompt() throws IOException {
    StringBuilder prompt = new StringBuilder();
    while (prompt.indexOf(END_OF_PROMPT) < 0) {
      int c = reader.read();
      if (c < 0) {
        break;
      }
      prompt.append((char) c);
    }
    return prompt.toString();
  }

  void send(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // The session is over, which is what was wanted.
    }
  }
}
