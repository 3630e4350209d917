package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.RemoteFailure;
import dev.perennial.rpc.Reply;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.UndeliverableException;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.JsonNodeFactory;

/// Sends the replies of a server. A caller that reconnects has no queue for a moment, so a reply is
/// tried again for a while. A queue that stayed away that long has probably gone with its caller:
/// further replies to it are tried for a few seconds only, and when very many wait for a queue, the
/// oldest is given up, so that callers that are gone take neither memory nor the places of the
/// server. A caller that comes back nevertheless is found, also when it publishes a call a moment
/// before its queue is there again. One that the broker refuses for its size is replaced by a
/// failure; one that it refuses otherwise is given up, since each attempt ends the channel for all
/// that is under way on it.
///
/// Thread-safe.
final class ReplySender {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration SECOND_CHANCE = Duration.ofSeconds(5);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  // Fewer than a server owes before it runs less, but more than it runs: all its callers may have
  // lost their connections at once.
  private static final int WITHOUT_QUEUE_PER_PLACE = 3;
  private static final int LEAST_WITHOUT_QUEUE = 192;

  private final ReentrantLock lock = new ReentrantLock();
  // Those that have found no queue, the oldest first. Guarded by the lock.
  private final Set<Sending> withoutQueue = new LinkedHashSet<>();
  private final Publisher publisher;
  private final Wire wire;
  private final RabbitOptions options;
  private final MissingQueues missing;
  private final int mostWithoutQueue;
  private final Duration unsaid;

  /// @param places how many requests the server runs at a time
  ReplySender(
      Publisher publisher, Wire wire, RabbitOptions options, MissingQueues missing, int places) {
    this(publisher, wire, options, missing, places, longer(missing.patience(), MINUTE));
  }

  /// @param unsaid how long a reply is kept for a caller that has not said how long it waits
  ReplySender(
      Publisher publisher,
      Wire wire,
      RabbitOptions options,
      MissingQueues missing,
      int places,
      Duration unsaid) {
    this.publisher = publisher;
    this.wire = wire;
    this.options = options;
    this.missing = missing;
    this.mostWithoutQueue = Math.max(WITHOUT_QUEUE_PER_PLACE * places, LEAST_WITHOUT_QUEUE);
    this.unsaid = unsaid;
  }

  /// Sends a reply and does not wait.
  ///
  /// @param to who waits for it
  /// @param reply a heartbeat is tried once only
  /// @param until when the caller gives up, as far as it has said so; so long the reply is kept
  ///   while the broker is away
  /// @param nobodyThere is told if it finds no queue, the first time; not of a heartbeat
  /// @return ends with whether the broker has it
  CompletableFuture<Boolean> send(
      Wire.ReplyTo to, Reply reply, Deadline until, Runnable nobodyThere) {
    Deadline kept = until.bounded() ? until : Deadline.after(unsaid);
    Sending sending = new Sending(to, reply, kept, nobodyThere);
    sending.attempt();
    return sending.end;
  }

  /// One reply on its way. There is one attempt at a time, so nothing here is used by two threads
  /// at once.
  private final class Sending {
    // ATTEMPT ──the broker has it──► SENT
    //   ▲ ├──────── refused for good ───────► DROPPED
    //   │ └───── no queue, or not sent ─────► DROPPED, if it is not worth another attempt
    //   └───after a pause───┘
    // First by the thread that has the reply, then by those that hear how an attempt ended, and by
    // timers.
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final Deadline chance = Deadline.after(shorter(missing.patience(), SECOND_CHANCE));
    private final Wire.ReplyTo to;
    private final Deadline deadline;
    private final Runnable nobodyThere;
    private final boolean gone;
    private Reply reply;
    private boolean tooLarge;
    private boolean foundNoQueue;

    Sending(Wire.ReplyTo to, Reply reply, Deadline deadline, Runnable nobodyThere) {
      this.to = to;
      this.reply = reply;
      this.deadline = deadline;
      this.nobodyThere = nobodyThere;
      this.gone = missing.hasGone(to.queue());
    }

    void attempt() {
      if (end.isDone()) {
        return;
      }
      try {
        Publication message = publication(to, reply, deadline);
        publisher.sendInTime(message);
        message.whenEnded(this::ended);
      } catch (RuntimeException | Error failure) {
        // Nobody else would end it, and whoever waits for the end of its server for it.
        forget();
        drop(failure.toString());
        throw failure;
      }
    }

    private void ended(Optional<RpcException> failure) {
      if (failure.isEmpty()) {
        missing.forget(to.queue());
        forget();
        end.complete(true);
        return;
      }
      if (end.isDone()) {
        return;
      }
      if (failure.get() instanceof TooLargeException refused) {
        replace(refused);
        return;
      }
      if (failure.get() instanceof RefusedException refused) {
        forget();
        drop("the broker refuses it: " + refused.why());
        return;
      }
      boolean noQueue = failure.get() instanceof UndeliverableException;
      if (noQueue) {
        missing.note(to.queue());
      }
      if (isToBeTriedAgain(noQueue)) {
        if (noQueue && !foundNoQueue) {
          foundNoQueue = true;
          nobodyThere.run();
          remember(this).ifPresent(Sending::giveUp);
        }
        LOG.log(Level.DEBUG, "a reply is tried again: " + failure.get().getMessage());
        Timers.system().after(pause(), this::attempt);
      } else {
        drop();
      }
    }

    // The next attempt would be refused as well, and what else is under way with it would be lost.
    private void replace(TooLargeException refused) {
      if (tooLarge) {
        forget();
        drop("the broker takes not even a failure in its place");
        return;
      }
      tooLarge = true;
      String message =
          "the method has run, but its reply is larger than the broker takes: " + refused.sizes();
      LOG.log(Level.WARNING, "a failure is sent in place of a reply: " + message);
      reply = new Reply.Failed(failure(message));
      attempt();
    }

    private boolean isToBeTriedAgain(boolean noQueue) {
      boolean hopeless = noQueue && missing.hasGone(to.queue()) && chance.passed();
      return !(isHeartbeat() || hopeless || deadline.passed() || publisher.closed());
    }

    private void drop() {
      forget();
      drop(why());
    }

    private void forget() {
      if (foundNoQueue) {
        ReplySender.this.forget(this);
      }
    }

    private void giveUp() {
      drop("too many callers have no queue");
    }

    private void drop(String why) {
      if (end.complete(false) && !isHeartbeat()) {
        LOG.log(Level.WARNING, "a reply was dropped: " + why);
      }
    }

    private boolean isHeartbeat() {
      return reply instanceof Reply.Heartbeat;
    }

    private String why() {
      if (publisher.closed()) {
        return "the transport was closed";
      }
      if (gone) {
        return "its caller has gone";
      }
      return missing.has(to.queue())
          ? "the queue of its caller stayed away"
          : "it could not be sent in time";
    }
  }

  // Returns the one that is too many.
  private Optional<Sending> remember(Sending sending) {
    lock.lock();
    try {
      withoutQueue.add(sending);
      if (withoutQueue.size() <= mostWithoutQueue) {
        return Optional.empty();
      }
      Sending oldest = withoutQueue.iterator().next();
      withoutQueue.remove(oldest);
      return Optional.of(oldest);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Sending sending) {
    lock.lock();
    try {
      withoutQueue.remove(sending);
    } finally {
      lock.unlock();
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return shorter(one, other).equals(one) ? other : one;
  }

  // Those that have lost a channel by one of them part, so that it shows which one that is.
  private static Duration pause() {
    return PAUSE.plusMillis(RandomGenerator.getDefault().nextLong(PAUSE.toMillis()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Publication publication(Wire.ReplyTo to, Reply reply, Deadline deadline) {
    String uniqueId = Topology.newId();
    byte[] body = packed(wire.reply(to.id(), reply, uniqueId));
    Publication.Route route =
        new Publication.Route("", to.queue(), Publication.Declare.NOTHING, false);
    Delivery delivery =
        new Delivery(
            deadline, Optional.empty(), options.directMandatoryFlag(), OptionalInt.empty());
    return new Publication(route, body, uniqueId, delivery);
  }

  private static RemoteFailure failure(String message) {
    return new RemoteFailure(
        TooLargeException.class.getSimpleName(),
        TooLargeException.class.getPackageName(),
        message,
        List.of(),
        List.of(JsonNodeFactory.instance.stringNode(message)),
        Map.of());
  }

  private byte[] packed(byte[] body) {
    return options.kombuCompression().equals("gzip") ? Compression.deflate(body) : body;
  }
}
