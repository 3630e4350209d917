package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.UnknownOutcomeException;
import java.util.Optional;

/// What the end of a channel tells of the messages that were not confirmed on it. The broker ends
/// it for one of them, and does not say which.
///
/// @param why in words
/// @param refuses whether the broker would refuse that message again
/// @param exchange that it refuses, where it names one
/// @param largest how many bytes it takes at most, if it was for the size of a message
record ChannelEnd(String why, boolean refuses, Optional<String> exchange, long largest) {

  private static final long UNLIMITED = Long.MAX_VALUE;

  /// The broker has closed it.
  static ChannelEnd of(ShutdownSignalException cause) {
    return new ChannelEnd(
        BrokerErrors.explain(cause),
        BrokerErrors.isPermanent(cause) || BrokerErrors.isMissing(cause),
        BrokerErrors.exchange(cause),
        BrokerErrors.largestMessage(cause).orElse(UNLIMITED));
  }

  /// It went with its connection, or otherwise without a word about messages.
  static ChannelEnd without(String why) {
    return new ChannelEnd(why, false, Optional.empty(), UNLIMITED);
  }

  /// What the sender of a message is told.
  ///
  /// @param alone whether no other message was under way
  RpcException concerning(Publication message, boolean alone) {
    int bytes = message.body().length;
    if (bytes > largest) {
      return TooLargeException.of(bytes, largest);
    }
    String told = "sent, but not confirmed, so it may have arrived or not: " + why;
    return isRefused(message, alone)
        ? new RefusedException(told, why)
        : new UnknownOutcomeException(told);
  }

  private boolean isRefused(Publication message, boolean alone) {
    return refuses
        && largest == UNLIMITED
        && exchange.map(message.route().exchange()::equals).orElse(alone);
  }
}
