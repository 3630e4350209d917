package dev.perennial.tests.system;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One connection of the load driver, for one request at a time.
///
/// Used by one thread; only the time-out closes it from another one.
final class LoadConnection implements AutoCloseable {

  /// A request on a connection that was idle for longer may cross the server's close.
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  // A blocking channel has no time-out of its own; closing it is what ends a read.
  private static final ScheduledThreadPoolExecutor TIMEOUTS =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("load-timeouts").factory());

  static {
    TIMEOUTS.setRemoveOnCancelPolicy(true);
  }

  private final Wire wire;
  private final RawAnswer.Reader reader;
  private Optional<Long> pid = Optional.empty();
  private boolean used;
  private long lastUse;
  private long lastSent;
  private volatile boolean expired;

  LoadConnection(Target target) throws IOException {
    this.wire = target.wire();
    this.reader = new RawAnswer.Reader(wire);
  }

  /// Connects if that has not been done, sends the request and reads its answer.
  LoadResult exchange(LoadRequest request, Duration patience) {
    ScheduledFuture<?> timeout =
        TIMEOUTS.schedule(this::expire, patience.toNanos(), TimeUnit.NANOSECONDS);
    try {
      if (!wire.isConnected()) {
        try {
          wire.connect();
        } catch (IOException failure) {
          return failed(Outcome.REFUSED, failure);
        }
      }
      LoadResult result = sendAndReceive(request);
      pid = result.pid().or(() -> pid);
      return result.withPid(pid);
    } finally {
      timeout.cancel(false);
      used = true;
      lastUse = System.nanoTime();
    }
  }

  /// See [Wire#isClosedByServer()].
  boolean isClosedByServer() {
    return wire.isClosedByServer();
  }

  private LoadResult sendAndReceive(LoadRequest request) {
    long sentBefore = lastSent;
    try {
      try {
        wire.writeAll(request.bytes());
      } finally {
        lastSent = System.nanoTime();
      }
      reader.awaitFirst();
    } catch (IOException ended) {
      return failed(endedUnanswered(used, lastSent - sentBefore), ended);
    }
    try {
      return judge(request, reader.read());
    } catch (ProtocolException noHttp) {
      return LoadResult.failed(Outcome.WRONG_ANSWER, noHttp.getMessage());
    } catch (IOException ended) {
      return failed(Outcome.TRUNCATED, ended);
    }
  }

  /// What it is when the server ends a connection instead of answering.
  ///
  /// @param usedBefore whether it has answered on it before
  /// @param quietNanos from the request before to the end of sending this one. The server is quiet
  ///   for no longer, but perhaps for longer than between its answer and this request as seen from
  ///   here: on a busy machine a client comes late to both.
  static Outcome endedUnanswered(boolean usedBefore, long quietNanos) {
    return usedBefore && quietNanos > IDLE_NANOS ? Outcome.LATE_ON_IDLE : Outcome.RESET;
  }

  private LoadResult failed(Outcome outcome, IOException cause) {
    return expired
        ? LoadResult.failed(Outcome.TIMED_OUT, "would have been " + outcome)
        : LoadResult.failed(outcome, cause.toString());
  }

  private static LoadResult judge(LoadRequest request, RawAnswer answer) {
    if (answer.status() != 200) {
      return LoadResult.failed(
          Outcome.WRONG_ANSWER, "status " + answer.status() + " " + answer.text());
    }
    byte[] body = answer.body();
    int end = indexOfNewline(body);
    String[] words = new String(body, 0, end, StandardCharsets.US_ASCII).split(" ");
    if (words.length != 3 || !words[1].matches("\\d{1,18}")) {
      return LoadResult.failed(Outcome.WRONG_ANSWER, "no answer of the test program");
    }
    if (!words[0].equals(request.id())) {
      return LoadResult.failed(Outcome.WRONG_ANSWER, "answer for " + words[0]);
    }
    String wanted = Long.toString(LoadRequest.checksum(request.body(), 0, request.body().length));
    int first = Math.min(end + 1, body.length);
    String came = Long.toString(LoadRequest.checksum(body, first, body.length - first));
    if (!words[2].equals(wanted) || !came.equals(wanted)) {
      return LoadResult.failed(
          Outcome.WRONG_ANSWER,
          "checksum " + wanted + " was seen as " + words[2] + " and came back as " + came);
    }
    return LoadResult.ok(Long.parseLong(words[1]), !answer.saysClose());
  }

  private static int indexOfNewline(byte[] body) {
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '\n') {
        return i;
      }
    }
    return body.length;
  }

  Duration idle() {
    return used ? Duration.ofNanos(System.nanoTime() - lastUse) : Duration.ZERO;
  }

  private void expire() {
    expired = true;
    close();
  }

  @Override
  public void close() {
    try {
      wire.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left that could be closed.
    }
  }
}
