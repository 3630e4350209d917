package dev.perennial.tests.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// The load driver: clients on virtual threads that speak HTTP over raw sockets and put every
/// request into one class of [Outcome].
///
/// ```java
/// try (Load load = Load.start(LoadProfile.mixed(targets))) {
///   ... what may not lose a request ...
///   LoadReport report = load.stop();
/// }
/// ```
final class Load implements AutoCloseable {

  private static final int MOST_FAILURES_KEPT = 50;

  private final LoadProfile profile;
  private final long startedAt = System.nanoTime();
  private final AtomicLong claimed = new AtomicLong();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> clients = new ArrayList<>();
  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
  private final Map<Long, LongAdder> perPid = new ConcurrentHashMap<>();
  private final Map<Long, LongAdder> lostPerPid = new ConcurrentHashMap<>();
  private final LongAdder connections = new LongAdder();
  private final LongAdder closedWhileIdle = new LongAdder();
  private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
  private final Percentile percentile = new Percentile();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private Load(LoadProfile profile) {
    this.profile = profile;
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  static Load start(LoadProfile profile) {
    Load load = new Load(profile);
    SplittableRandom seeds = new SplittableRandom(profile.seed());
    for (Target target : profile.targets()) {
      for (LoadProfile.Group group : profile.groups()) {
        for (int i = 0; i < group.clients(); i++) {
          String name = "c" + load.clients.size();
          load.clients.add(
              Thread.ofVirtual()
                  .name("load-" + name)
                  .unstarted(new LoadClient(load, name, target, group, seeds.nextLong())));
        }
      }
    }
    load.clients.forEach(Thread::start);
    return load;
  }

  LoadProfile profile() {
    return profile;
  }

  /// Requests that have ended so far.
  long ended() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// Waits until so many more requests have ended.
  void awaitMore(long requests) throws InterruptedException {
    long wanted = ended() + requests;
    Waiting.until(requests + " more requests", Program.PATIENCE, () -> ended() >= wanted);
  }

  /// Waits until so many requests in all were answered as they should be.
  void awaitAnswered(long requests) throws InterruptedException {
    LongAdder answered = counts.get(Outcome.OK);
    Waiting.until(requests + " right answers", Program.PATIENCE, () -> answered.sum() >= requests);
  }

  /// Waits until all requests that were wanted have ended.
  LoadReport await() throws InterruptedException {
    long end = System.nanoTime() + profile.longest().plus(profile.patience()).toNanos();
    for (Thread client : clients) {
      long left = Math.max(1, end - System.nanoTime());
      if (!client.join(Duration.ofNanos(left))) {
        throw new AssertionError(client.getName() + " of the load driver does not end");
      }
    }
    return report();
  }

  /// Sends no new request, waits for those under way and says how all have ended.
  LoadReport stop() throws InterruptedException {
    stopping.countDown();
    return await();
  }

  /// Ends a load whose outcome nobody wants to know any more.
  @Override
  public void close() {
    stopping.countDown();
  }

  /// A request may be sent.
  boolean claimRequest() {
    boolean over =
        stopping.getCount() == 0
            || System.nanoTime() - startedAt > profile.longest().toNanos()
            || claimed.getAndIncrement() >= profile.mostRequests();
    return !over;
  }

  /// Lets time pass.
  ///
  /// @return whether the load still goes on
  boolean pause(int millis) {
    try {
      return !stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void connecting() {
    connections.increment();
  }

  void closedWhileIdle() {
    closedWhileIdle.increment();
  }

  void ended(LoadRequest request, Target target, LoadResult result, Duration idle, long nanos) {
    counts.get(result.outcome()).increment();
    if (result.outcome() == Outcome.OK) {
      count(result, perPid);
      slowest.accumulate(nanos);
      percentile.add(Duration.ofNanos(nanos));
    } else if (result.outcome().isLost()) {
      count(result, lostPerPid);
    }
    if (result.outcome() != Outcome.OK && failures.size() < MOST_FAILURES_KEPT) {
      failures.add(
          "%s at %.3f s after %.3f s: %s %s on %s, idle before for %d ms: %s"
              .formatted(
                  result.outcome(),
                  (System.nanoTime() - startedAt) / 1e9,
                  nanos / 1e9,
                  request.id(),
                  request.head().substring(0, request.head().indexOf(" HTTP")),
                  target,
                  idle.toMillis(),
                  result.detail()));
    }
  }

  private static void count(LoadResult result, Map<Long, LongAdder> perPid) {
    result.pid().ifPresent(pid -> perPid.computeIfAbsent(pid, _ -> new LongAdder()).increment());
  }

  private LoadReport report() {
    Map<Outcome, Long> sums = new EnumMap<>(Outcome.class);
    counts.forEach((outcome, count) -> sums.put(outcome, count.sum()));
    return new LoadReport(
        profile,
        sums,
        sums(perPid),
        sums(lostPerPid),
        connections.sum(),
        closedWhileIdle.sum(),
        percentile.of(99),
        Duration.ofNanos(slowest.get()),
        Duration.ofNanos(System.nanoTime() - startedAt),
        List.copyOf(failures));
  }

  private static Map<Long, Long> sums(Map<Long, LongAdder> perPid) {
    Map<Long, Long> sums = new TreeMap<>();
    perPid.forEach((pid, count) -> sums.put(pid, count.sum()));
    return sums;
  }
}
