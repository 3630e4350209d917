package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// Calls from many virtual threads for some time, each one after the other; prints how many a
/// second and how long they took. Some time before that is for warming up and does not count.
final class RpcLoad {

  private static final int FIRST_ROOM = 10_000;
  private static final int WARMING = 64;

  private RpcLoad() {}

  static void run(int callers, int seconds, Callable<?> call) throws Exception {
    measure(WARMING, Math.max(2, seconds), call);
    long start = System.nanoTime();
    long[] micros = measure(callers, seconds, call);
    double took = (System.nanoTime() - start) / 1e9;
    System.out.println("calls_per_s=" + micros.length / took);
    System.out.println("p50_us=" + micros[micros.length / 2]);
    System.out.println("p99_us=" + micros[(int) (micros.length * 0.99)]);
  }

  private static long[] measure(int callers, int seconds, Callable<?> call) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long[][] latencies = new long[callers][];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int place = i;
      threads.add(Thread.startVirtualThread(() -> latencies[place] = calls(end, call)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return Arrays.stream(latencies).flatMapToLong(LongStream::of).sorted().toArray();
  }

  private static long[] calls(long end, Callable<?> call) {
    long[] micros = new long[FIRST_ROOM];
    int count = 0;
    for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
      try {
        call.call();
      } catch (Exception failure) {
        throw new IllegalStateException("a call failed, so the figures are worthless", failure);
      }
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, count * 2);
      }
      micros[count++] = (System.nanoTime() - start) / 1_000;
    }
    return Arrays.copyOf(micros, count);
  }
}
