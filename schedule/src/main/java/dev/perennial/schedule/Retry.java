package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// Calls something again when it fails in an expected way, with pauses that grow by the same step
/// each time: the `RetryDecorator` of `oslo.service`.
///
/// ```java
/// Retry retry = Retry.on(ConnectException.class).maxRetries(5);
/// Connection connection = retry.call(() -> connect(address));
/// ```
///
/// Every call counts for itself. The pauses are spent on the calling thread. Immutable.
public final class Retry {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  private static final int ENDLESS = -1;

  private final List<Class<? extends Exception>> expected;
  private final int maxRetries;
  private final Duration step;
  private final Duration longest;
  private final Timers timers;

  private Retry(
      List<Class<? extends Exception>> expected,
      int maxRetries,
      Duration step,
      Duration longest,
      Timers timers) {
    this.expected = expected;
    this.maxRetries = maxRetries;
    this.step = step;
    this.longest = longest;
    this.timers = timers;
  }

  /// Retries without end: after 10 s, 20 s, … and then every 60 s.
  ///
  /// @param exceptions the failures to expect, with their subclasses; none means that every failure
  ///   is final
  /// @return the description
  @SafeVarargs
  public static Retry on(Class<? extends Exception>... exceptions) {
    List<Class<? extends Exception>> expected = new ArrayList<>();
    for (Class<? extends Exception> type : exceptions) {
      expected.add(type);
    }
    return new Retry(
        List.copyOf(expected),
        ENDLESS,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Timers.system());
  }

  /// Gives up after so many retries, which is one call more. Unset there is no bound.
  ///
  /// @param count zero or more
  /// @return a changed copy
  /// @throws IllegalArgumentException if the count is negative
  public Retry maxRetries(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("number of retries must not be negative: " + count);
    }
    return new Retry(expected, count, step, longest, timers);
  }

  /// By how much each pause is longer than the one before, and the first pause. Unset 10 s.
  ///
  /// @param length zero or more
  /// @return a changed copy
  /// @throws IllegalArgumentException if the length is negative
  public Retry incSleepTime(Duration length) {
    return new Retry(expected, maxRetries, notNegative("step", length), longest, timers);
  }

  /// The longest pause. Unset 60 s.
  ///
  /// @param length zero or more
  /// @return a changed copy
  /// @throws IllegalArgumentException if the length is negative
  public Retry maxSleepTime(Duration length) {
    return new Retry(expected, maxRetries, step, notNegative("longest pause", length), timers);
  }

  /// The timers on which it pauses. Unset they are [Timers#system()].
  ///
  /// @param other those of a test, as a rule
  /// @return a changed copy
  public Retry timers(Timers other) {
    return new Retry(expected, maxRetries, step, longest, other);
  }

  /// Calls until it succeeds.
  ///
  /// @param attempt what to call
  /// @param <T> the type of the result
  /// @return its result
  /// @throws Exception the failure that was not expected, or one too many
  /// @throws InterruptedException if the thread is interrupted, in a pause or in an attempt
  public <T> T call(Callable<T> attempt) throws Exception {
    Duration pause = Duration.ZERO;
    for (int retries = 0; ; retries++) {
      try {
        return attempt.call();
      } catch (InterruptedException ending) {
        // Meant for the thread, whatever failures are expected.
        throw ending;
      } catch (Exception failure) {
        if (!isExpected(failure) || retries == maxRetries) {
          throw failure;
        }
        pause = shorter(pause.plus(step), longest);
        LOG.log(Level.DEBUG, "retry in " + pause + " after a failure", failure);
      }
      timers.sleep(pause);
    }
  }

  private boolean isExpected(Exception failure) {
    return expected.stream().anyMatch(type -> type.isInstance(failure));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration notNegative(String what, Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative: " + length);
    }
    return length;
  }
}
