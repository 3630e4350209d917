package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// Calls or casts from many virtual threads for some time, each one after the other. What is sent
/// before that is for warming up and does not count.
final class RpcLoad {

  /// The servers that messages to all are for.
  static final List<String> SERVERS = List.of("one", "two", "three");

  static final long UNLIMITED = Long.MAX_VALUE;

  // Compilers need many calls, and a single caller makes few; the last of the large methods are
  // compiled after some twenty seconds. Then a moment as it is measured, since other paths are
  // taken.
  private static final int WARMING_CALLERS = 64;
  private static final int WARMING = 6;
  private static final int WARMING_OF_EACH = 1;
  private static final int WARMING_WITH_CASTS = 2;
  private static final int FIRST_ROOM = 10_000;

  private RpcLoad() {}

  /// What is cast.
  @FunctionalInterface
  interface Cast {
    void send() throws Exception;
  }

  /// How many casts a server has run.
  @FunctionalInterface
  interface Handled {
    long by(String server) throws Exception;
  }

  /// Prints, for each number of callers, how many calls there were a second and how long they took.
  static void calls(String callers, int seconds, Callable<?> call) throws Exception {
    measure(WARMING_CALLERS, WARMING * seconds, call);
    for (String count : callers.split(",")) {
      measure(Integer.parseInt(count), WARMING_OF_EACH, call);
      long start = System.nanoTime();
      long[] micros = measure(Integer.parseInt(count), seconds, call);
      double took = (System.nanoTime() - start) / 1e9;
      System.out.println("per_s." + count + "=" + micros.length / took);
      System.out.println("p50_us." + count + "=" + micros[micros.length / 2]);
      System.out.println("p99_us." + count + "=" + micros[(int) (micros.length * 0.99)]);
    }
  }

  /// Prints how many casts there were a second, until the last of them had been run.
  ///
  /// @param most how many at most, where the server would need much longer than the client
  static void casts(String callers, int seconds, long most, Cast cast, Callable<Long> handled)
      throws Exception {
    Callable<Boolean> send =
        () -> {
          cast.send();
          return true;
        };
    int count = Integer.parseInt(callers);
    long before = handled.call();
    long sent = measure(count, WARMING_WITH_CASTS * seconds, most, send).length;
    await(handled, before + sent);
    long start = System.nanoTime();
    long more = measure(count, seconds, most, send).length;
    await(handled, before + sent + more);
    System.out.println("per_s." + callers + "=" + more / ((System.nanoTime() - start) / 1e9));
  }

  /// What the slowest of the servers has run.
  static long leastOfServers(Handled handled) throws Exception {
    long least = Long.MAX_VALUE;
    for (String server : SERVERS) {
      least = Math.min(least, handled.by(server));
    }
    return least;
  }

  private static void await(Callable<Long> handled, long count) throws Exception {
    while (handled.call() < count) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private static long[] measure(int callers, int seconds, Callable<?> call) throws Exception {
    return measure(callers, seconds, UNLIMITED, call);
  }

  private static long[] measure(int callers, int seconds, long most, Callable<?> call)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long[][] latencies = new long[callers][];
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      int place = i;
      threads.add(
          Thread.startVirtualThread(() -> latencies[place] = repeat(end, most / callers, call)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return Arrays.stream(latencies).flatMapToLong(LongStream::of).sorted().toArray();
  }

  private static long[] repeat(long end, long most, Callable<?> call) {
    long[] micros = new long[FIRST_ROOM];
    int count = 0;
    for (long start = System.nanoTime(); start < end && count < most; start = System.nanoTime()) {
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
