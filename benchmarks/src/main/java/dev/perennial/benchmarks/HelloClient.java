package dev.perennial.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One client of a load: pauses, asks, judges the answer, until the load ends.
final class HelloClient implements Runnable {

  private final HelloLoad load;
  private final int port;
  private final LoadKind kind;
  private final byte[] request;
  private final SplittableRandom random;
  private @Nullable HelloConnection kept;

  HelloClient(HelloLoad load, int port, LoadKind kind, long seed) {
    this.load = load;
    this.port = port;
    this.kind = kind;
    this.request = HelloConnection.request("/", kind.keepsAlive());
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void run() {
    try {
      while (load.goesOn()) {
        if (kind.longestThinkMillis() > 0) {
          Thread.sleep(Duration.ofMillis(random.nextInt(kind.longestThinkMillis() + 1)));
        }
        ask();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  private void ask() {
    HelloLoad.Phase phase = load.phase();
    long begin = System.nanoTime();
    Outcome outcome = exchange();
    // What began or ended during a reload belongs to it.
    HelloLoad.Phase end = load.phase();
    load.ended(end == HelloLoad.Phase.RELOAD ? end : phase, outcome, System.nanoTime() - begin);
  }

  private Outcome exchange() {
    HelloConnection connection;
    try {
      connection = connection();
    } catch (IOException refused) {
      return Outcome.REFUSED;
    }
    try {
      connection.send(request);
      HelloConnection.Answer answer = connection.receive();
      if (answer.close() || !kind.keepsAlive()) {
        drop();
      }
      return answer.status() == 200 ? Outcome.OK : Outcome.OTHER_STATUS;
    } catch (IOException failure) {
      drop();
      return outcome(failure);
    }
  }

  private static Outcome outcome(IOException failure) {
    return switch (failure) {
      case SocketTimeoutException _ -> Outcome.TIMED_OUT;
      case ProtocolException _ -> Outcome.BROKEN;
      case EOFException _ -> Outcome.RESET;
      default -> Outcome.RESET;
    };
  }

  private HelloConnection connection() throws IOException {
    HelloConnection connection = kept;
    if (connection != null && connection.isClosedByServer()) {
      drop();
      connection = null;
    }
    if (connection == null) {
      connection = new HelloConnection(port);
      kept = connection;
    }
    return connection;
  }

  private void drop() {
    HelloConnection connection = kept;
    kept = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException alreadyBroken) {
        // Nothing is left that could be closed.
      }
    }
  }
}
