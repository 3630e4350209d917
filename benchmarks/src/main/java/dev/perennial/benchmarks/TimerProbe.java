package dev.perennial.benchmarks;

import dev.perennial.schedule.LoopingCall;
import java.util.concurrent.atomic.AtomicLongArray;

/// What a measured timer does, which is next to nothing: it notes how late it is.
final class TimerProbe implements Runnable, LoopingCall.FixedBody<Object> {

  private static final long BUCKET_NANOS = 100_000;
  private static final AtomicLongArray LATE = new AtomicLongArray(20_000);

  private final long first;
  private final long interval;

  /// @param first the moment of [System#nanoTime()] at which it is to be called first
  /// @param interval nanoseconds from then on; being late by more than one goes unnoticed
  TimerProbe(long first, long interval) {
    this.first = first;
    this.interval = interval;
  }

  @Override
  public void run() {
    long late = Math.floorMod(System.nanoTime() - first, interval);
    LATE.incrementAndGet((int) Math.min(LATE.length() - 1L, late / BUCKET_NANOS));
  }

  @Override
  public void run(LoopingCall<Object> call) {
    run();
  }

  /// Gives the number of calls for each tenth of a millisecond of lateness, and forgets them.
  static long[] take() {
    long[] counts = new long[LATE.length()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = LATE.getAndSet(i, 0);
    }
    return counts;
  }

  /// The lateness in milliseconds that this share of the calls did not exceed.
  static double percentile(long[] counts, double share, long all) {
    long seen = 0;
    int bucket = 0;
    while (bucket < counts.length - 1 && (seen += counts[bucket]) < share * all) {
      bucket++;
    }
    return (bucket + 1) * (BUCKET_NANOS / 1e6);
  }
}
