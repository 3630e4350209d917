package dev.perennial.tests.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a running program over its control socket, as the operators' command does.
final class Control {

  /// What came back.
  ///
  /// @param ok whether it was done
  /// @param text for people, or JSON
  record Answer(boolean ok, String text) {}

  private final Path socket;

  Control(Path socket) {
    this.socket = socket;
  }

  /// Asks and waits for the answer.
  ///
  /// @throws IOException if the program does not listen or does not answer
  Answer ask(String request, Duration patience) throws IOException, InterruptedException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return begin(channel, request).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no answer to " + request + " within " + patience, late);
    } catch (ExecutionException failure) {
      throw new IOException("no answer to " + request, failure.getCause());
    }
  }

  /// Asks without waiting.
  CompletableFuture<Answer> askLater(String request, Duration patience) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            answer.complete(ask(request, patience));
          } catch (IOException | InterruptedException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer;
  }

  private static CompletableFuture<Answer> begin(SocketChannel channel, String request)
      throws IOException {
    ByteBuffer line =
        ByteBuffer.wrap(("perennial 1 " + request + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      channel.write(line);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> receive(channel, answer));
    return answer;
  }

  private static void receive(SocketChannel channel, CompletableFuture<Answer> answer) {
    try {
      BufferedReader lines =
          new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the control socket was closed without an answer");
      }
      int space = line.indexOf(' ');
      answer.complete(
          new Answer(line.substring(0, space).equals("ok"), unescape(line.substring(space + 1))));
    } catch (IOException failure) {
      answer.completeExceptionally(failure);
    }
  }

  private static String unescape(String word) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\' && i + 1 < word.length()) {
        char escaped = word.charAt(++i);
        plain.append(
            switch (escaped) {
              case 's' -> ' ';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> escaped;
            });
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
