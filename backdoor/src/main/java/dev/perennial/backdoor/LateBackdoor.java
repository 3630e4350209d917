package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.schedule.Backoff;
import dev.perennial.schedule.Timer;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// The backdoor of a process, opened as soon as it can be had: a worker that replaces another one
/// starts while that one still has the port or the socket.
///
/// Thread-safe.
final class LateBackdoor implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.backdoor");

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  // Whoever has a socket is called at each attempt, and logs it.
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final double JITTER = 0.2;

  private final Config config;
  private final Timers timers;
  private final Backoff backoff =
      new Backoff(FIRST_PAUSE, LONGEST_PAUSE, JITTER, RandomGenerator.getDefault());

  private final ReentrantLock lock = new ReentrantLock();

  // TRYING ──the address is free──► OPEN ──close──► CLOSED
  //   └─────────────────close──────────────────────────▲
  // TRYING: the next attempt is planned. Where no backdoor is wanted, OPEN holds none. The thread
  // that opens it makes the first attempt, threads of the timers the others; any thread may close
  // it. Guarded by the lock.
  private Optional<Backdoor> open = Optional.empty();
  private Optional<Timer> nextAttempt = Optional.empty();
  private boolean closed;

  private LateBackdoor(Config config, Timers timers) {
    this.config = config;
    this.timers = timers;
    // The first attempt after a failure would be at once, which is too early.
    backoff.next();
  }

  /// Opens what the configuration asks for, now or later.
  ///
  /// @throws IllegalArgumentException if [BackdoorOptions] is not registered
  static LateBackdoor open(Config config, Timers timers) {
    LateBackdoor backdoor = new LateBackdoor(config, timers);
    backdoor.attempt();
    return backdoor;
  }

  private void attempt() {
    lock.lock();
    try {
      if (!closed) {
        open = Backdoor.openIfEnabled(config);
      }
    } catch (AddressTaken taken) {
      if (backoff.failures() == 1) {
        LOG.log(
            Level.WARNING,
            "no backdoor in this process until its address is free: {0}",
            taken.getMessage());
      }
      nextAttempt = Optional.of(timers.after(backoff.next(), this::attempt));
    } finally {
      lock.unlock();
    }
  }

  /// {@return the backdoor, if it is open}
  Optional<Backdoor> get() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// Ends it, or gives it up.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      nextAttempt.ifPresent(Timer::cancel);
      open.ifPresent(Backdoor::close);
      open = Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
