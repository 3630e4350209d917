package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadFactory;

/// A channel whose broker may not answer: it did not answer a question in time, or nobody wants to
/// wait for its farewell. The AMQP library would take an answer that comes after all for that to
/// the next question, so there must not be one.
final class UnansweredChannel {

  private UnansweredChannel() {}

  /// Closes it. The broker's answer to that is waited for, ten seconds at most, by a thread of its
  /// own: the number of the channel is not used again before.
  static void close(Channel channel) {
    close(channel, Thread.ofPlatform().name("perennial-rabbit-unanswered").daemon().factory());
  }

  /// The same, by a thread of a factory, and by the calling one where there are no more threads: a
  /// channel that stays open would get messages, and keep them.
  static void close(Channel channel, ThreadFactory threads) {
    if (!channel.isOpen()) {
      return;
    }
    try {
      threads.newThread(() -> abort(channel)).start();
    } catch (OutOfMemoryError noThread) {
      abort(channel);
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
