package dev.perennial.rpc.rabbitmq;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// The queues of callers that were not there when a reply came. One that has stayed away as long as
/// a reply waits for it has probably gone with its caller.
///
/// Thread-safe.
final class MissingQueues {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ConcurrentHashMap<String, Missing> missing = new ConcurrentHashMap<>();
  private final Duration patience;

  /// A queue that was not there.
  ///
  /// @param patience until when replies to it are tried again
  /// @param memory until when it is remembered
  private record Missing(Deadline patience, Deadline memory) {}

  MissingQueues(RabbitOptions options) {
    this.patience = Duration.ofSeconds(options.kombuMissingConsumerRetryTimeout());
  }

  /// How long replies to a queue are tried again.
  Duration patience() {
    return patience;
  }

  /// A queue was not there.
  void note(String queue) {
    missing.values().removeIf(each -> each.memory().passed());
    missing.computeIfAbsent(
        queue, _ -> new Missing(Deadline.after(patience), Deadline.after(patience.plus(MINUTE))));
  }

  /// It was there.
  void forget(String queue) {
    missing.remove(queue);
  }

  /// Whether it was not there when it was last tried.
  boolean has(String queue) {
    return missing.containsKey(queue);
  }

  /// Whether it stayed away.
  boolean hasGone(String queue) {
    Missing known = missing.get(queue);
    return known != null && known.patience().passed();
  }
}
