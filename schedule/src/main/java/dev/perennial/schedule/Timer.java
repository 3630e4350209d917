package dev.perennial.schedule;

import java.lang.System.Logger.Level;

/// An action that [Timers#after] runs once.
///
/// Thread-safe.
public final class Timer extends Timed implements Runnable {

  private final Timers timers;
  private final Runnable action;

  Timer(Timers timers, Runnable action) {
    this.timers = timers;
    this.action = action;
  }

  /// Cancels the action.
  ///
  /// @return true if it will not run; false if its moment has come, or it was cancelled before
  public boolean cancel() {
    return timers.cancel(this);
  }

  @Override
  void expire() {
    timers.hand(this);
  }

  /// Runs the action; the timers call this.
  @Override
  public void run() {
    try {
      action.run();
    } catch (Throwable failure) {
      System.getLogger("dev.perennial.schedule").log(Level.ERROR, "a timer failed", failure);
    }
  }
}
