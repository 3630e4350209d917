package dev.perennial.rpc.rabbitmq;

import dev.perennial.schedule.Ticker;
import java.util.concurrent.TimeUnit;

/// Whether a virtual thread that has a message lets others run before it writes, so that theirs go
/// out with it: one call of the system for all of them, and one wake-up of the broker.
///
/// What is read at once makes several threads ready, and each soon has a message of its own.
/// Whether it does, nobody knows beforehand; so this goes by what came of it lately. When nobody
/// joined a few times in a row, messages are written at once for a while, and twice as long the
/// next time; the same when others kept a thread waiting. So a program with a single caller, or
/// whose methods compute for long, loses a small part of its time at most.
///
/// Thread-safe; threads may miss what another has noted a moment ago.
final class Gathering {

  private static final int MOST_ALONE = 4;
  private static final long LONG_WAIT = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int MOST_DOUBLINGS = 7;
  // After a long wait, as a multiple of it: no more than a twentieth of the time is spent so.
  private static final int PAUSE_FACTOR = 20;

  private final Ticker ticker;
  // Guarded by the lock of the link.
  private int alone;
  private int doublings;
  private volatile long pauseEnd;

  Gathering(Ticker ticker) {
    this.ticker = ticker;
    this.pauseEnd = ticker.nanoTime();
  }

  /// Lets other threads run first, if that has been of use lately.
  ///
  /// @param run lets them: `Thread::yield`
  void letOthersFirst(Runnable run) {
    long begin = ticker.nanoTime();
    if (begin - pauseEnd < 0) {
      return;
    }
    run.run();
    long end = ticker.nanoTime();
    if (end - begin >= LONG_WAIT) {
      pauseEnd = end + PAUSE_FACTOR * (end - begin);
    }
  }

  /// Notes how many messages went out together. Called with the lock of the link held.
  void wrote(int messages) {
    if (messages > 1) {
      alone = 0;
      doublings = 0;
    } else if (messages == 1 && ++alone >= MOST_ALONE) {
      alone = 0;
      pauseEnd = ticker.nanoTime() + (FIRST_PAUSE << doublings);
      doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
    }
  }
}
