package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.impl.AMQImpl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The channels of a [ScriptedBroker], counted from 1 in the order in which they were opened, and
/// what is asked on them.
///
/// Thread-safe.
final class ScriptedChannels {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private record Place(Object client, int number) {}

  private final List<String> asked = new ArrayList<>();
  private final Map<Place, Integer> open = new HashMap<>();
  private final Map<Place, Method> unanswered = new HashMap<>();
  private final List<Class<? extends Method>> late = new ArrayList<>();
  private final Map<String, AMQImpl.Channel.Close> refusals = new HashMap<>();
  private int opened;
  private int largest = Integer.MAX_VALUE;

  /// Has the next question of a kind answered only when its channel is closed, as by a broker that
  /// was stuck.
  synchronized void answerLate(Class<? extends Method> question) {
    late.add(question);
  }

  /// Has channels closed on which a message is larger.
  synchronized void limitMessages(int bytes) {
    largest = bytes;
  }

  /// Has channels closed on which a message with a routing key comes.
  synchronized void refuse(String key, int code, String text) {
    refusals.put(key, new AMQImpl.Channel.Close(code, text, 60, 40));
  }

  /// How a message is refused, if it is.
  synchronized Optional<com.rabbitmq.client.impl.Method> refusal(String key, byte[] body) {
    if (refusals.containsKey(key)) {
      return Optional.ofNullable(refusals.get(key));
    }
    String text =
        "PRECONDITION_FAILED - message size %d is larger than configured max size %d"
            .formatted(body.length, largest);
    return body.length > largest
        ? Optional.of(new AMQImpl.Channel.Close(AMQP.PRECONDITION_FAILED, text, 60, 40))
        : Optional.empty();
  }

  /// What was asked, each with its channel, such as `2 exchange.declare`.
  synchronized List<String> asked(String question) {
    return asked.stream().filter(each -> each.endsWith(" " + question)).toList();
  }

  /// Waits until that was asked.
  synchronized void await(String channelAndQuestion) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!asked.contains(channelAndQuestion) && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    assertTrue(asked.contains(channelAndQuestion), asked::toString);
  }

  /// Takes a question.
  ///
  /// @return whether it is to be answered
  synchronized boolean answersAtOnce(Object client, int number, Method question) {
    Place place = new Place(client, number);
    if (question instanceof AMQP.Channel.Open) {
      open.put(place, ++opened);
    }
    asked.add(open.getOrDefault(place, 0) + " " + question.protocolMethodName());
    notifyAll();
    if (late.removeIf(kind -> kind.isInstance(question))) {
      unanswered.put(place, question);
      return false;
    }
    return true;
  }

  /// The question that was not answered on a channel.
  synchronized Optional<Method> leftOpen(Object client, int number) {
    return Optional.ofNullable(unanswered.remove(new Place(client, number)));
  }
}
