package dev.perennial.benchmarks;

import dev.perennial.schedule.LoopingCall;
import dev.perennial.schedule.Timers;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The timers of the JVM that [TimersBenchmark] compares. All hand every fire to a new virtual
/// thread in the same way, and all fire at a fixed rate.
enum TimerKind {
  /// Looping calls on the timing wheel.
  OURS {
    @Override
    Starter starter() {
      Timers timers = Timers.on(VIRTUAL);
      return (probe, delay, interval) ->
          LoopingCall.fixedInterval("probe", Duration.ofNanos(interval), probe)
              .initialDelay(Duration.ofNanos(delay))
              .start(timers);
    }
  },

  /// The JDK's [ScheduledThreadPoolExecutor] with one thread.
  EXECUTOR {
    @Override
    Starter starter() {
      ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);
      return (probe, delay, interval) ->
          pool.scheduleAtFixedRate(
              () -> VIRTUAL.execute(probe), delay, interval, TimeUnit.NANOSECONDS);
    }
  },

  /// Netty's [HashedWheelTimer] with ticks as long as our longest rest, and as many slots as keep
  /// it from walking past timers of a later turn.
  NETTY {
    @Override
    Starter starter() {
      HashedWheelTimer timer =
          new HashedWheelTimer(
              Executors.defaultThreadFactory(), 4, TimeUnit.MILLISECONDS, 4096, false);
      return (probe, delay, interval) ->
          timer.newTimeout(
              new Periodic(timer, probe, System.nanoTime() + delay, interval),
              delay,
              TimeUnit.NANOSECONDS);
    }
  };

  private static final Executor VIRTUAL = run -> Thread.ofVirtual().start(run);

  /// Starts timers that run for as long as the process.
  interface Starter {

    /// @param probe what to call
    /// @param delay nanoseconds until the first time
    /// @param interval nanoseconds from then on
    void start(TimerProbe probe, long delay, long interval);
  }

  abstract Starter starter();

  /// Netty's timers fire once: this one starts itself again, before its work as at a fixed rate.
  private static final class Periodic implements TimerTask {
    private final HashedWheelTimer timer;
    private final TimerProbe probe;
    private final long interval;
    private long next;

    Periodic(HashedWheelTimer timer, TimerProbe probe, long first, long interval) {
      this.timer = timer;
      this.probe = probe;
      this.next = first;
      this.interval = interval;
    }

    @Override
    public void run(Timeout timeout) {
      next += interval;
      timer.newTimeout(this, next - System.nanoTime(), TimeUnit.NANOSECONDS);
      VIRTUAL.execute(probe);
    }
  }
}
