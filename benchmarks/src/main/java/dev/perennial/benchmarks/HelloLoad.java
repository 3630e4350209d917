package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A load of careful clients that counts honestly, in the phases of a measurement.
final class HelloLoad implements AutoCloseable {

  /// What happens to the server meanwhile.
  enum Phase {
    WARM_UP,
    STEADY,
    RELOAD,

    /// Its workers have just started: neither of the two others.
    AFTER
  }

  private record Ended(Phase phase, Outcome outcome, int micros) {}

  private final List<Thread> clients = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private volatile Phase phase = Phase.WARM_UP;
  private volatile boolean over;

  private HelloLoad() {}

  static HelloLoad start(int port, LoadKind kind) {
    HelloLoad load = new HelloLoad();
    SplittableRandom seeds = new SplittableRandom(port);
    for (int i = 0; i < LoadKind.CLIENTS; i++) {
      load.clients.add(
          Thread.ofVirtual().start(new HelloClient(load, port, kind, seeds.nextLong())));
    }
    return load;
  }

  boolean goesOn() {
    return !over;
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  void ended(Phase during, Outcome outcome, long nanos) {
    Ended one = new Ended(during, outcome, (int) Math.min(Integer.MAX_VALUE, nanos / 1000));
    synchronized (ended) {
      ended.add(one);
    }
  }

  /// Ends the load; afterwards nothing is counted any more.
  void stop() throws InterruptedException {
    over = true;
    for (Thread client : clients) {
      client.join();
    }
  }

  /// Ends a load whose outcome nobody wants to know any more.
  @Override
  public void close() {
    over = true;
  }

  Map<Outcome, Long> counts() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    synchronized (ended) {
      for (Ended one : ended) {
        counts.merge(one.outcome(), 1L, Long::sum);
      }
    }
    return counts;
  }

  long lost() {
    return counts().entrySet().stream()
        .filter(count -> count.getKey() != Outcome.OK)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// How long the right answers of a phase took, in microseconds.
  int[] micros(Phase during) {
    synchronized (ended) {
      return ended.stream()
          .filter(one -> one.phase() == during && one.outcome() == Outcome.OK)
          .flatMapToInt(one -> IntStream.of(one.micros()))
          .toArray();
    }
  }
}
