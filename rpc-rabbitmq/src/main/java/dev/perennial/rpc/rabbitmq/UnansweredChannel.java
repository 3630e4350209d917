package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A channel whose broker may not answer: it did not answer a question in time, or nobody wants to
/// wait for its farewell. The AMQP library would take an answer that comes after all for that to
/// the next question, so there must not be one.
final class UnansweredChannel {

  private UnansweredChannel() {}

  /// Closes it. The broker's answer to that is waited for, ten seconds at most, by a thread of its
  /// own: the number of the channel is not used again before.
  static void close(Channel channel) {
    if (channel.isOpen()) {
      Thread.ofPlatform().name("perennial-rabbit-unanswered").daemon().start(() -> abort(channel));
    }
  }

  private static void abort(Channel channel) {
    try {
      channel.abort();
    } catch (IOException cannotHappen) {
      throw new UncheckedIOException(cannotHappen);
    }
  }
}
