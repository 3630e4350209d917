package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Channel;

/// What the broker waits to hear of a message that it has delivered. When the connection or the
/// channel ends it waits no more, and delivers the message again.
interface Receipt {

  /// Whether the broker still waits.
  boolean isOpen();

  /// Takes the message off its queue for good.
  void accept();

  /// The same, but the broker is told with what it is told next.
  ///
  /// @return tells it if that has not happened; to be run in any case
  Runnable acceptAhead();

  /// Refuses the message.
  ///
  /// @param requeue whether it goes back into its queue, else it is dropped
  void reject(boolean requeue);

  /// The receipt of a message.
  ///
  /// @param link writes the answer
  /// @param channel on which the message came
  /// @param tag its number there
  static Receipt of(Link link, Channel channel, long tag) {
    return new ChannelReceipt(link, channel, tag);
  }

  /// A number on a channel.
  record ChannelReceipt(Link link, Channel channel, long tag) implements Receipt {

    @Override
    public boolean isOpen() {
      return link.up() && channel.isOpen();
    }

    @Override
    public void accept() {
      link.write(() -> channel.basicAck(tag, false));
    }

    @Override
    public Runnable acceptAhead() {
      return link.writeAhead(() -> channel.basicAck(tag, false));
    }

    @Override
    public void reject(boolean requeue) {
      link.write(() -> channel.basicReject(tag, requeue));
    }
  }
}
