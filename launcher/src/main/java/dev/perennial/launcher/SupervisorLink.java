package dev.perennial.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A worker's way to talk to its supervisor, the other end of a [WorkerLink].
///
/// Thread-safe, for one thread that hears.
final class SupervisorLink {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(1);

  private final LineChannel lines;
  private final CountDownLatch farewell = new CountDownLatch(1);

  SupervisorLink(LineChannel lines) {
    this.lines = lines;
  }

  /// Connects, and proves that this is the process that was started; ends it if nobody is there.
  static SupervisorLink connect(WorkerEnvironment environment) {
    try {
      SocketChannel channel =
          SocketChannel.open(UnixDomainSocketAddress.of(environment.controlSocket()));
      LineChannel lines = new LineChannel(channel);
      lines.send(Fields.join("worker", ProcessHandle.current().pid(), environment.token()));
      return new SupervisorLink(lines);
    } catch (IOException gone) {
      LOG.log(Level.ERROR, "the supervisor is gone: {0}", gone.getMessage());
      Runtime.getRuntime().halt(Worker.EXIT_FAILED);
      throw new IllegalStateException(gone);
    }
  }

  /// Says why this process cannot become what it was started for, from one that has not connected.
  static void sayUnfinished(WorkerEnvironment environment, String cause) {
    SupervisorLink supervisor = connect(environment);
    LineChannel.ownThread().name("farewell").start(supervisor::hearFarewell);
    supervisor.sayFailed(cause);
  }

  /// Never blocks.
  void say(WorkerMessage message) {
    lines.send(message.toLine());
  }

  /// Says why this process ends, and waits for the answer: otherwise the supervisor could hear of
  /// the end before it hears why.
  void sayFailed(String cause) {
    say(new WorkerMessage.Failed(cause));
    try {
      farewell.await(FAREWELL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  // The answer, or the end of the connection.
  private void hearFarewell() {
    lines.receive();
    hearsFarewell();
  }

  /// The thread that hears has got that answer.
  void hearsFarewell() {
    farewell.countDown();
  }

  /// Waits for the next order.
  ///
  /// @return nothing once the supervisor is gone
  Optional<WorkerOrder> hear() {
    return lines.receive().map(WorkerOrder::parse);
  }
}
