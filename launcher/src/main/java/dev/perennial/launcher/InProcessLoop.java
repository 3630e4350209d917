package dev.perennial.launcher;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// The thread of a [ServiceLauncher] from the start of its services to their end: it waits for the
/// next event or moment, and has an [InProcessRunner] decide.
final class InProcessLoop {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final InProcessRunner runner;
  private final BlockingQueue<InProcessEvent> events;

  InProcessLoop(InProcessRunner runner, BlockingQueue<InProcessEvent> events) {
    this.runner = runner;
    this.events = events;
  }

  /// Starts the services, keeps them running, and returns when they have ended. An interrupt ends
  /// them at once, and is there again afterwards.
  ///
  /// @return the exit code of the program
  int run() {
    boolean interrupted = false;
    List<InProcessEvent> waiting = new ArrayList<>();
    events.drainTo(waiting);
    runner.begin(waiting);
    while (!runner.isOver()) {
      try {
        long limit = runner.untilNextLook().toNanos();
        runner.turn(Optional.ofNullable(events.poll(limit, TimeUnit.NANOSECONDS)));
      } catch (InterruptedException wanted) {
        interrupted = true;
        runner.stopAtOnce("an interrupt of the launcher's thread");
      } catch (RuntimeException | Error failure) {
        // A program that nobody looks after any more must not go on.
        LOG.log(Level.ERROR, "the launcher has failed", failure);
        runner.stopAtOnce("a failure of the launcher");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return runner.exitCode();
  }
}
