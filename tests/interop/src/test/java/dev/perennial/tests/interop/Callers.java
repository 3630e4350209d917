package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Threads that call [CountingDesk] one call after the other, each with an id of its own, and keep
/// account of how each call ended.
final class Callers implements AutoCloseable {

  /// What a machine takes that is busy. The full form, which has it for itself, holds calls to what
  /// is promised.
  static final Duration MOST_OVERRUN = Duration.ofMillis(Form.choose(10_000, 50));

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicLong longestNanos = new AtomicLong();
  private final RpcClient client;
  private final Duration timeout;
  private final int millis;
  private volatile boolean stopped;

  /// Calls that were answered.
  final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();

  /// Calls that failed, with the moment in which their callers were told.
  final Map<String, Long> failed = new ConcurrentHashMap<>();

  /// What callers were told.
  final Map<String, String> reasons = new ConcurrentHashMap<>();

  private Callers(RpcClient client, Duration timeout, int millis) {
    this.client = client.prepare(to -> to.timeout(timeout));
    this.timeout = timeout;
    this.millis = millis;
  }

  static Callers start(RpcClient client, Duration timeout, int count, int millis) {
    Callers callers = new Callers(client, timeout, millis);
    for (int i = 0; i < count; i++) {
      callers.threads.add(Thread.startVirtualThread(callers::run));
    }
    return callers;
  }

  void awaitAnswers(int more) {
    int goal = answered.size() + more;
    Waiting.until(
        more + " more answers; some failures: " + someReasons(),
        Broker.PATIENCE,
        () -> answered.size() >= goal);
  }

  /// By how much the longest call has outlasted its timeout; nothing if none has.
  Duration overrun() {
    Duration longest = Duration.ofNanos(longestNanos.get()).minus(timeout);
    return longest.isNegative() ? Duration.ZERO : longest;
  }

  /// No call took longer than its timeout, but for what a machine takes that is busy.
  void assertInTime() {
    assertTrue(overrun().compareTo(MOST_OVERRUN) < 0, () -> "a call overran by " + overrun());
  }

  /// Some of the different things that callers were told.
  List<String> someReasons() {
    return reasons.values().stream().distinct().limit(3).toList();
  }

  /// What became of the calls, when all have ended.
  ///
  /// @param serving the transport of all servers
  Tally tally(CountingDesk desk, String topic, Transport serving) {
    return new Tally(
        ids.get(),
        answered.size(),
        reasons.size(),
        Tally.cameAgain(topic, serving.status()),
        desk.runs().twice());
  }

  @Override
  public void close() {
    finish();
  }

  /// Lets each caller end the call that it is in, and makes no more.
  void finish() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopped) {
      String id = "c" + ids.incrementAndGet();
      long begin = System.nanoTime();
      try {
        client.call("work", Map.of("id", id, "millis", millis), String.class);
        answered.add(id);
      } catch (RpcException failure) {
        failed.put(id, System.nanoTime());
        reasons.put(id, failure.getClass().getSimpleName() + ": " + failure.getMessage());
      }
      longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
    }
  }
}
