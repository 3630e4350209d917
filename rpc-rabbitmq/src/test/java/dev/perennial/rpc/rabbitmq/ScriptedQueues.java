package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The queues of a [ScriptedBroker], which refuses some as RabbitMQ 4.3 does: those that are
/// neither durable nor exclusive.
///
/// Thread-safe.
final class ScriptedQueues {

  static final String REFUSAL =
      "INTERNAL_ERROR - Feature `transient_nonexcl_queues` is deprecated.\n"
          + "By default, this feature is not permitted anymore.\n"
          + "The feature will be removed from a future major RabbitMQ version";

  private static final String LOCKED = "RESOURCE_LOCKED - cannot obtain exclusive access";

  private final List<String> declared = new CopyOnWriteArrayList<>();
  private final List<String> locked = new CopyOnWriteArrayList<>();
  private final Set<String> otherwise = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lockedDeclarations = new AtomicInteger();

  /// The names of the queues that were declared.
  List<String> declared() {
    return declared;
  }

  /// The names of the queues that were refused, since another connection has them.
  List<String> locked() {
    return locked;
  }

  /// Refuses declarations of private queues, as of those that another connection has.
  ///
  /// @param times how many
  void lockPrivate(int times) {
    lockedDeclarations.set(times);
  }

  /// Refuses a queue, as one that is there in another shape.
  void haveInAnotherShape(String name) {
    otherwise.add(name);
  }

  /// Declares a queue.
  ///
  /// @return the answer of the broker, which may be the end of the channel or of the connection
  Method declare(AMQP.Queue.Declare declare) {
    String name = declare.getQueue();
    if (!declare.getDurable() && !declare.getExclusive()) {
      return new AMQImpl.Connection.Close(541, REFUSAL, 50, 10);
    }
    if (otherwise.contains(name)) {
      String text =
          "PRECONDITION_FAILED - inequivalent arg 'durable' for queue '%s' in vhost '/'"
              .formatted(name);
      return new AMQImpl.Channel.Close(AMQP.PRECONDITION_FAILED, text, 50, 10);
    }
    if (declare.getExclusive()
        && lockedDeclarations.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      locked.add(name);
      return new AMQImpl.Channel.Close(AMQP.RESOURCE_LOCKED, LOCKED, 50, 10);
    }
    declared.add(name);
    return new AMQImpl.Queue.DeclareOk(name, 0, 0);
  }
}
