package dev.perennial.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Calls a body again and again until it finishes, fails or is stopped.
///
/// ```java
/// LoopingCall<String> poll =
///     LoopingCall.fixedInterval("poll", Duration.ofSeconds(5), call -> {
///       if (server.isUp()) {
///         call.finish(server.address());
///       }
///     });
/// poll.start();
/// Outcome<String> outcome = poll.await(Deadline.after(Duration.ofMinutes(1)));
/// ```
///
/// Each run has a virtual thread of its own; runs of one call never overlap. A waiting call
/// occupies no thread. Nothing comes sooner than a millisecond after the run before, whatever the
/// interval or the body says. All time is monotonic.
///
/// Thread-safe. What has ended may be started again.
///
/// @param <T> what it gives in the end
public final class LoopingCall<T> {

  /// The body of a call at a fixed interval.
  ///
  /// @param <T> what the call gives in the end
  @FunctionalInterface
  public interface FixedBody<T> {

    /// Does the work of one run.
    ///
    /// @param call to finish it with
    /// @throws Exception if the run failed
    void run(LoopingCall<T> call) throws Exception;
  }

  /// The body of a call that says itself how long to pause.
  ///
  /// @param <T> what the call gives in the end
  @FunctionalInterface
  public interface DynamicBody<T> {

    /// Does the work of one run.
    ///
    /// @param call to finish it with
    /// @return the pause until the next run; empty means the longest that the call allows
    /// @throws Exception if the run failed
    Optional<Duration> run(LoopingCall<T> call) throws Exception;
  }

  /// The body of a call that backs off from errors.
  ///
  /// @param <T> what the call gives in the end
  @FunctionalInterface
  public interface BackOffBody<T> {

    /// Does the work of one run.
    ///
    /// @param call to finish it with
    /// @return false to report an error, after which the pauses grow
    /// @throws Exception if the run failed
    boolean run(LoopingCall<T> call) throws Exception;
  }

  /// Makes the pace of one start.
  interface Kind<T> {
    Pace<T> pace();
  }

  private final String name;
  private final Kind<T> kind;
  private Duration initialDelay = Duration.ZERO;
  private OnException onException = OnException.STOP;

  // Guarded by the monitor.
  private @Nullable Loop<T> current;

  private LoopingCall(String name, Kind<T> kind) {
    this.name = name;
    this.kind = kind;
  }

  /// Calls the body `interval` from start to start. A run that takes longer is reported with by how
  /// much, and the next one begins right after it; what was missed is not made up for.
  ///
  /// @param name what it does, for logs and the names of its threads
  /// @param interval positive; less than a millisecond counts as one
  /// @param body what to call
  /// @param <T> what it gives in the end
  /// @return a call that has not started
  /// @throws IllegalArgumentException if the interval is not positive
  public static <T> LoopingCall<T> fixedInterval(
      String name, Duration interval, FixedBody<T> body) {
    long nanos = positive(name, "interval", interval);
    return new LoopingCall<>(name, new FixedPace<>(body, nanos, 0));
  }

  /// Like [#fixedInterval], and fails with a [LoopTimeoutException] when it has not ended in time,
  /// also in the middle of a run, which is interrupted.
  ///
  /// @param name what it does, for logs and the names of its threads
  /// @param interval positive; less than a millisecond counts as one
  /// @param timeout from the start, the initial delay included; zero means no limit
  /// @param body what to call
  /// @param <T> what it gives in the end
  /// @return a call that has not started
  /// @throws IllegalArgumentException if the interval is not positive or the timeout is negative
  public static <T> LoopingCall<T> fixedIntervalWithTimeout(
      String name, Duration interval, Duration timeout, FixedBody<T> body) {
    long nanos = positive(name, "interval", interval);
    long limit = timeout.isZero() ? 0 : positive(name, "timeout", timeout);
    return new LoopingCall<>(name, new FixedPace<>(body, nanos, limit));
  }

  /// Pauses after each run as long as the body asks for. A body that gives no pause fails.
  ///
  /// @param name what it does, for logs and the names of its threads
  /// @param body what to call
  /// @param <T> what it gives in the end
  /// @return a call that has not started
  public static <T> LoopingCall<T> dynamic(String name, DynamicBody<T> body) {
    return new LoopingCall<>(name, () -> new DynamicPace<>(body, Optional.empty()));
  }

  /// Pauses after each run as long as the body asks for, up to a bound.
  ///
  /// @param name what it does, for logs and the names of its threads
  /// @param longestPause the bound, and the pause when the body gives none; positive
  /// @param body what to call
  /// @param <T> what it gives in the end
  /// @return a call that has not started
  /// @throws IllegalArgumentException if the longest pause is not positive
  public static <T> LoopingCall<T> dynamic(
      String name, Duration longestPause, DynamicBody<T> body) {
    positive(name, "longest pause", longestPause);
    return new LoopingCall<>(name, () -> new DynamicPace<>(body, Optional.of(longestPause)));
  }

  /// Pauses ever longer while the body reports errors, and fails with a [LoopTimeoutException] when
  /// it has done so for too long.
  ///
  /// @param name what it does, for logs and the names of its threads
  /// @param backOff how the pauses grow
  /// @param body what to call
  /// @param <T> what it gives in the end
  /// @return a call that has not started
  public static <T> LoopingCall<T> backOff(String name, BackOff backOff, BackOffBody<T> body) {
    return backOff(name, backOff, RandomGenerator.getDefault(), body);
  }

  static <T> LoopingCall<T> backOff(
      String name, BackOff backOff, RandomGenerator random, BackOffBody<T> body) {
    return new LoopingCall<>(name, () -> new BackOffPace<>(body, backOff, random));
  }

  /// Says how long to wait before the first run. Unset it is zero. Call it before the start.
  ///
  /// @param delay zero or more
  /// @return this call
  /// @throws IllegalArgumentException if the delay is negative
  public LoopingCall<T> initialDelay(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException(
          "initial delay of " + name + " must not be negative: " + delay);
    }
    this.initialDelay = delay;
    return this;
  }

  /// Says what an exception in a run means. Unset it ends the call. Call it before the start.
  ///
  /// @param meaning whether to go on
  /// @return this call
  public LoopingCall<T> onException(OnException meaning) {
    this.onException = meaning;
    return this;
  }

  /// What it does.
  ///
  /// @return the name it was given
  public String name() {
    return name;
  }

  /// Begins on the timers of the process.
  ///
  /// @throws IllegalStateException if it was started and has not ended
  public void start() {
    start(Timers.system());
  }

  /// Begins on the given timers.
  ///
  /// @param timers what to wait on
  /// @throws IllegalStateException if it was started and has not ended
  public void start(Timers timers) {
    prepare(timers.plainHost(), name).start();
  }

  /// Makes the loop of a start, which its [Loop#start] has to follow.
  ///
  /// @param threadName replaces the name of the call in logs and threads
  synchronized Loop<T> prepare(Loop.Host host, String threadName) {
    if (current != null && !current.hasEnded()) {
      throw new IllegalStateException(name + " was started already and has not ended");
    }
    Loop<T> loop = new Loop<>(this, kind.pace(), host, threadName);
    current = loop;
    return loop;
  }

  /// Ends it without another run, at once if it waits. A run that is under way is not interrupted.
  /// Does nothing before a start and after the end; a run may stop its own call.
  public void stop() {
    Loop<T> loop = loop();
    if (loop != null) {
      loop.end(new Outcome.Stopped<>());
    }
  }

  /// Ends it with a value, after the run that is under way, as a rule the caller's own.
  ///
  /// @param value what [#await] gives
  /// @throws IllegalStateException if it was never started
  public void finish(T value) {
    started().end(new Outcome.Finished<>(value));
  }

  /// Whether it was started and has not ended: it waits, or a run is under way.
  ///
  /// @return false before the start and after the end
  public boolean isRunning() {
    Loop<T> loop = loop();
    return loop != null && !loop.hasEnded();
  }

  /// Waits for the end. Any number of threads may wait.
  ///
  /// @param deadline when to give up
  /// @return how it ended, or [Outcome.Running] at the deadline
  /// @throws InterruptedException if the calling thread is interrupted
  /// @throws IllegalStateException if it was never started
  public Outcome<T> await(Deadline deadline) throws InterruptedException {
    return started().ending().await(deadline);
  }

  /// Whether no run comes after the one that is under way.
  boolean isEnding() {
    return started().isEnding();
  }

  Duration initialDelay() {
    return initialDelay;
  }

  boolean goesOnAfter(Throwable failure) {
    return onException == OnException.CONTINUE && !(failure instanceof LoopTimeoutException);
  }

  private synchronized @Nullable Loop<T> loop() {
    return current;
  }

  private Loop<T> started() {
    Loop<T> loop = loop();
    if (loop == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return loop;
  }

  private static long positive(String name, String what, Duration length) {
    if (!length.isPositive()) {
      throw new IllegalArgumentException(what + " of " + name + " must be positive: " + length);
    }
    return Timers.nanos(length);
  }

  @Override
  public String toString() {
    return name;
  }
}
