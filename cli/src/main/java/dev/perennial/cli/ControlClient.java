package dev.perennial.cli;

import dev.perennial.launcher.Fields;
import dev.perennial.launcher.StateDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A connection to the control socket of a program. For one thread.
final class ControlClient implements AutoCloseable {

  // Of a request that takes the program no time.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SocketChannel channel;
  private final BufferedReader reader;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  static boolean isLive(Path stateDirectory) {
    try (ControlClient client = connect(stateDirectory)) {
      return client.channel.isConnected();
    } catch (CommandFailure absent) {
      return false;
    }
  }

  /// @throws CommandFailure if no program answers there
  static ControlClient connect(Path stateDirectory) throws CommandFailure {
    Path socket = stateDirectory.resolve(StateDirectory.CONTROL_SOCKET);
    if (Files.notExists(socket)) {
      throw notRunning(stateDirectory, "no control socket in");
    }
    try {
      return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    } catch (ConnectException refused) {
      throw notRunning(stateDirectory, "nobody answers in");
    } catch (IOException failure) {
      throw CommandFailure.failed("cannot connect to " + socket + ": " + failure.getMessage());
    }
  }

  /// Asks what the program can answer at once.
  ///
  /// @param request such as `status`
  ControlAnswer ask(String... request) throws CommandFailure {
    return ask(Optional.of(LIMIT), request);
  }

  /// Asks and waits for the answer.
  ///
  /// @param limit how long to wait; nothing waits for as long as the program lives
  /// @param request such as `reload`, `wait`
  ControlAnswer ask(Optional<Duration> limit, String... request) throws CommandFailure {
    try {
      send("perennial 1 " + Fields.join((Object[]) request) + "\n");
      Optional<String> line = line(limit);
      return ControlAnswer.parse(
          line.orElseThrow(() -> CommandFailure.failed("the program ended before it answered")));
    } catch (TimeoutException late) {
      throw CommandFailure.failed(
          "the program did not answer within " + limit.orElseThrow().toSeconds() + " s");
    } catch (IOException broken) {
      throw CommandFailure.failed("the program ended before it answered: " + broken.getMessage());
    }
  }

  /// Waits until the program has ended, which closes the connection.
  ///
  /// @return whether it has
  boolean awaitEnd(Duration limit) {
    try {
      while (line(Optional.of(limit)).isPresent()) {
        continue;
      }
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException alreadyBroken) {
      // The connection is gone, which is what was wanted.
    }
  }

  private void send(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  // Nothing at the end of the connection. A channel has no timeout of its own, so another thread
  // reads; after a timeout it is left to the end of the connection.
  private Optional<String> line(Optional<Duration> limit) throws IOException, TimeoutException {
    FutureTask<Optional<String>> read =
        new FutureTask<>(() -> Optional.ofNullable(reader.readLine()));
    Thread.ofVirtual().name("control-read").start(read);
    try {
      return limit.isPresent()
          ? read.get(limit.get().toMillis(), TimeUnit.MILLISECONDS)
          : read.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof IOException broken ? broken : new IOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static CommandFailure notRunning(Path stateDirectory, String why) {
    return CommandFailure.notRunning("not running: " + why + " " + stateDirectory.toAbsolutePath());
  }
}
