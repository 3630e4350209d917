package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.UndeliverableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A channel whose broker says of each message that it has it. Several may be under way.
///
/// Written to with the lock of the link held; the broker's answers come by the reading thread.
final class ConfirmedChannel {

  private static final long LATELY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;
  private static final int MOST_REMEMBERED = 1024;

  private final Channel channel;
  // With the moment of the monotonic clock until which it counts as there.
  private final Map<String, Long> declared = new HashMap<>();
  private final TreeMap<Long, Publication> outstanding = new TreeMap<>();
  private final Runnable room;
  private final boolean rabbit;
  private int most = MOST_REMEMBERED;
  private volatile long written;
  // The broker executes what it reads in this order: who has heard of one message knows that those
  // before it were read, confirmed or not.
  private volatile long read;
  private volatile boolean asking;
  private volatile boolean gone;

  /// @param room called by the reading thread when there is room for more
  ConfirmedChannel(Connection connection, Runnable room) throws IOException {
    this.room = room;
    this.rabbit =
        "RabbitMQ".equals(String.valueOf(connection.getServerProperties().get("product")));
    this.channel = confirmed(connection.createChannel());
    // The loss of the whole connection is told by the link, and by others whoever closes it here.
    channel.addShutdownListener(cause -> {
      if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
        lost(ChannelEnd.of(cause));
        room.run();
      }
    });
    channel.addReturnListener(this::returned);
    channel.addConfirmListener(
        new ConfirmListener() {
          @Override
          public void handleAck(long tag, boolean multiple) {
            settle(tag, multiple, true);
          }

          @Override
          public void handleNack(long tag, boolean multiple) {
            settle(tag, multiple, false);
          }
        });
  }

  private static Channel confirmed(Channel fresh) throws IOException {
    try {
      fresh.confirmSelect();
      return fresh;
    } catch (IOException unanswered) {
      UnansweredChannel.close(fresh);
      throw unanswered;
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /// Whether something was declared for its messages, of what may vanish a moment ago.
  boolean isDeclared(String what) {
    Long until = declared.get(what);
    return until != null && System.nanoTime() - until <= 0;
  }

  /// Has something declared, unless it was for this channel.
  void declareOnce(String what, Link.Work declaration) throws Exception {
    declare(what, FOREVER_NANOS, declaration);
  }

  /// Has something declared that may vanish, unless it was for this channel a moment ago.
  void declareLately(String what, Link.Work declaration) throws Exception {
    declare(what, LATELY_NANOS, declaration);
  }

  private void declare(String what, long lastsNanos, Link.Work declaration) throws Exception {
    if (!isDeclared(what)) {
      long until = System.nanoTime() + lastsNanos;
      declaration.run();
      declared.put(what, until);
    }
  }

  /// How many messages were written of which it is not known that the broker has read them.
  long unread() {
    return gone ? 0 : written - read;
  }

  /// Asks whether the broker has read what was written. Unlike confirms, the answer does not depend
  /// on the queues that the messages are for.
  void ask() throws IOException {
    if (asking || unread() == 0) {
      return;
    }
    asking = true;
    long last = written;
    // Means nothing on a channel that consumes nothing.
    channel
        .asyncCompletableRpc(new AMQP.Basic.Qos.Builder().build())
        .whenComplete((_, lost) -> answered(last, lost == null));
  }

  /// Whether an answer to that is still to come. Nobody could write while a declaration waits for
  /// its own, behind that one.
  boolean isAsking() {
    return asking;
  }

  private void answered(long last, boolean hasRead) {
    asking = false;
    if (hasRead) {
      noteRead(last);
      room.run();
    }
  }

  private synchronized void noteRead(long tag) {
    read = Math.max(read, tag);
  }

  /// Writes a message.
  ///
  /// @return false if the channel was closed, so nothing was written
  boolean publish(Publication message, BasicProperties properties) throws IOException {
    long tag = channel.getNextPublishSeqNo();
    remember(tag, message);
    try {
      channel.basicPublish(
          message.route().exchange(),
          message.route().key(),
          message.mandatory(),
          properties,
          message.body());
      return true;
    } catch (AlreadyClosedException closed) {
      return !forget(tag);
    }
  }

  // A broker need not ever confirm what is for a queue that is out of order; nobody waits for it
  // any more when its time is over.
  private synchronized void remember(long tag, Publication message) {
    if (outstanding.size() >= most) {
      outstanding.values().removeIf(each -> each.deadline().passed());
      most = Math.max(MOST_REMEMBERED, 2 * outstanding.size());
    }
    outstanding.put(tag, message);
    written = tag;
  }

  // False if the message was told already that the channel is lost.
  private synchronized boolean forget(long tag) {
    return outstanding.remove(tag) != null;
  }

  /// The channel is gone; what is not confirmed may or may not have arrived.
  void lost(String why) {
    lost(ChannelEnd.without(why));
  }

  private void lost(ChannelEnd end) {
    List<Publication> rest;
    synchronized (this) {
      gone = true;
      rest = new ArrayList<>(outstanding.values());
      outstanding.clear();
    }
    boolean alone = rest.size() == 1;
    rest.forEach(message -> message.failed(end.concerning(message, alone)));
  }

  private void settle(long tag, boolean multiple, boolean taken) {
    List<Publication> settled = new ArrayList<>(1);
    synchronized (this) {
      noteRead(tag);
      if (multiple) {
        var upTo = outstanding.headMap(tag, true);
        settled.addAll(upTo.values());
        upTo.clear();
      } else {
        Publication one = outstanding.remove(tag);
        if (one != null) {
          settled.add(one);
        }
      }
    }
    for (Publication message : settled) {
      if (taken) {
        message.confirmed();
      } else {
        message.failed(refusal(message));
      }
    }
    room.run();
  }

  // RabbitMQ returns what it has no queue for and confirms it; Broker-J refuses it.
  private DeliveryException refusal(Publication message) {
    return message.mandatory() && !rabbit
        ? undeliverable(message.route().key())
        : new DeliveryException("the broker did not take the message");
  }

  private static UndeliverableException undeliverable(String key) {
    return new UndeliverableException("nobody listens: the broker has no queue for '" + key + "'");
  }

  // Comes before the confirm of the same message, without its number.
  private void returned(Return back) {
    Publication found = null;
    synchronized (this) {
      for (Publication message : outstanding.values()) {
        if (message.route().key().equals(back.getRoutingKey())
            && Arrays.equals(message.body(), back.getBody())) {
          found = message;
          break;
        }
      }
    }
    if (found != null) {
      found.failed(undeliverable(back.getRoutingKey()));
    }
  }
}
