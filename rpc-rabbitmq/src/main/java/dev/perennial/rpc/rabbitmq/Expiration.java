package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Connection;
import java.time.Clock;
import java.util.Locale;

/// What the property `expiration` of a message means to a broker.
enum Expiration {
  /// Milliseconds from the moment the broker has the message, as RabbitMQ counts.
  FROM_ARRIVAL,

  /// A moment, in milliseconds since 1970 by the broker's clock: so Apache Qpid Broker-J reads it,
  /// and to it a time left is a moment long past. It is used as a broker of the same machine only,
  /// so its clock is ours.
  A_MOMENT;

  static Expiration on(Connection connection) {
    Object product = connection.getServerProperties().get("product");
    return String.valueOf(product).toLowerCase(Locale.ROOT).contains("qpid")
        ? A_MOMENT
        : FROM_ARRIVAL;
  }

  /// What to write for a message that is worth nothing after some milliseconds.
  long written(long left, Clock clock) {
    return this == A_MOMENT ? clock.millis() + left : left;
  }

  /// How many milliseconds were left when the broker got the message, or are left now where the
  /// broker speaks of a moment.
  long left(long written, Clock clock) {
    return this == A_MOMENT ? written - clock.millis() : written;
  }
}
