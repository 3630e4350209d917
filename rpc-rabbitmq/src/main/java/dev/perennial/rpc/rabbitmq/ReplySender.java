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
/// a while; a queue that stayed away that long is given up, and other replies to it with it.
///
/// Thread-safe.
final class ReplySender {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration REMEMBERED = Duration.ofSeconds(60);

  private final ConcurrentHashMap<String, Deadline> gone = new ConcurrentHashMap<>();
  private final Publisher publisher;
  private final Wire wire;
  private final RabbitOptions options;

  ReplySender(Publisher publisher, Wire wire, RabbitOptions options) {
    this.publisher = publisher;
    this.wire = wire;
    this.options = options;
  }

  void send(Wire.ReplyTo to, Reply reply, Deadline until) throws InterruptedException {
    gone.values().removeIf(Deadline::passed);
    if (gone.containsKey(to.queue())) {
      LOG.log(Level.WARNING, "a reply was dropped: its caller's queue has gone");
      return;
    }
    Duration patience = Duration.ofSeconds(options.kombuMissingConsumerRetryTimeout());
    Deadline deadline = until.orEarlier(patience);
    while (!attempt(to, reply, deadline)) {
      if (deadline.passed() || reply instanceof Reply.Heartbeat) {
        return;
      }
      Timers.system().sleep(PAUSE);
    }
  }

  // Returns whether there is nothing left to do.
  private boolean attempt(Wire.ReplyTo to, Reply reply, Deadline deadline)
      throws InterruptedException {
    String uniqueId = Topology.newId();
    byte[] body = publisherBody(wire.reply(to.id(), reply, uniqueId));
    Publication.Route route =
        new Publication.Route("", to.queue(), Publication.Declare.NOTHING, false);
    Delivery delivery =
        new Delivery(
            deadline, Optional.empty(), options.directMandatoryFlag(), OptionalInt.empty());
    try {
      publisher.sendAndWait(new Publication(route, body, uniqueId, delivery));
      return true;
    } catch (UndeliverableException missing) {
      if (deadline.passed()) {
        gone.put(to.queue(), Deadline.after(REMEMBERED));
        LOG.log(Level.WARNING, "a reply was dropped: its caller has gone");
      }
      return false;
    } catch (DeliveryException | RpcTimeoutException failure) {
      LOG.log(Level.DEBUG, "a reply is tried again: " + failure.getMessage());
      return false;
    }
  }

  private byte[] publisherBody(byte[] body) {
    return options.kombuCompression().equals("gzip") ? Compression.deflate(body) : body;
  }
}
