package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.UndeliverableException;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/// Sends replies. A caller that reconnects has no queue for a moment, so a reply is tried again for
/// a while. A queue that stayed away that long has probably gone with its caller: further replies
/// to it are tried for a few seconds only. A caller that comes back nevertheless is found, also
/// when it publishes a call a moment before its queue is there again.
///
/// Thread-safe.
final class ReplySender {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration SECOND_CHANCE = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ConcurrentHashMap<String, Missing> missing = new ConcurrentHashMap<>();
  private final Publisher publisher;
  private final Wire wire;
  private final RabbitOptions options;

  /// A queue that was not there.
  ///
  /// @param patience until when replies to it are tried again
  /// @param memory until when it is remembered
  private record Missing(Deadline patience, Deadline memory) {}

  private enum Outcome {
    SENT,
    NO_QUEUE,
    NOT_SENT
  }

  ReplySender(Publisher publisher, Wire wire, RabbitOptions options) {
    this.publisher = publisher;
    this.wire = wire;
    this.options = options;
  }

  void send(Wire.ReplyTo to, Reply reply, Deadline until) throws InterruptedException {
    Deadline deadline = until.orEarlier(longest());
    boolean gone = isGone(to.queue());
    Deadline chance = Deadline.after(shorter(patience(), SECOND_CHANCE));
    Outcome last = attempt(to, reply, deadline);
    boolean worthIt = !(reply instanceof Reply.Heartbeat);
    while (worthIt && isToBeTriedAgain(last, to.queue(), chance) && !deadline.passed()) {
      Timers.system().sleep(PAUSE);
      last = attempt(to, reply, deadline);
    }
    if (worthIt && last != Outcome.SENT) {
      LOG.log(Level.WARNING, "a reply was dropped: " + why(to.queue(), gone));
    }
  }

  private boolean isToBeTriedAgain(Outcome last, String queue, Deadline chance) {
    return switch (last) {
      case SENT -> false;
      case NO_QUEUE -> !(isGone(queue) && chance.passed());
      case NOT_SENT -> true;
    };
  }

  private String why(String queue, boolean gone) {
    if (gone) {
      return "its caller has gone";
    }
    return missing.containsKey(queue)
        ? "the queue of its caller stayed away"
        : "it could not be sent in time";
  }

  private boolean isGone(String queue) {
    Missing known = missing.get(queue);
    return known != null && known.patience().passed();
  }

  private Duration patience() {
    return Duration.ofSeconds(options.kombuMissingConsumerRetryTimeout());
  }

  // That of a reply for which there is no connection, or whose queue stays away.
  private Duration longest() {
    return patience().compareTo(MINUTE) > 0 ? patience() : MINUTE;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void noteMissing(String queue) {
    missing.values().removeIf(each -> each.memory().passed());
    missing.computeIfAbsent(
        queue,
        _ -> new Missing(Deadline.after(patience()), Deadline.after(patience().plus(MINUTE))));
  }

  private Outcome attempt(Wire.ReplyTo to, Reply reply, Deadline deadline)
      throws InterruptedException {
    String uniqueId = Topology.newId();
    byte[] body = packed(wire.reply(to.id(), reply, uniqueId));
    Publication.Route route =
        new Publication.Route("", to.queue(), Publication.Declare.NOTHING, false);
    Delivery delivery =
        new Delivery(
            deadline, Optional.empty(), options.directMandatoryFlag(), OptionalInt.empty());
    try {
      publisher.sendAndWait(new Publication(route, body, uniqueId, delivery));
      missing.remove(to.queue());
      return Outcome.SENT;
    } catch (UndeliverableException noQueue) {
      noteMissing(to.queue());
      return Outcome.NO_QUEUE;
    } catch (DeliveryException | RpcTimeoutException failure) {
      LOG.log(Level.DEBUG, "a reply is tried again: " + failure.getMessage());
      return Outcome.NOT_SENT;
    }
  }

  private byte[] packed(byte[] body) {
    return options.kombuCompression().equals("gzip") ? Compression.deflate(body) : body;
  }
}
