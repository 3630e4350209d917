package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.ShutdownSignalException;
import dev.perennial.config.Config;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of the heartbeats that a broker proposes.
final class HeartbeatTest {

  @ParameterizedTest
  @CsvSource({"10, 10", "60, 60", "600, 60", "0, 0"})
  void the_shorter_threshold_counts_and_none_where_none_is_wanted(String option, int agreed)
      throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker();
        Connection connection = connector(broker, option).connect("test")) {
      assertEquals(List.of(agreed), broker.heartbeats());
      assertEquals(agreed, connection.getHeartbeat());
    }
  }

  @Test
  void a_connection_ends_in_the_seventh_quarter_of_an_interval_without_a_frame() throws Exception {
    try (ScriptedBroker broker = new ScriptedBroker()) {
      CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
      connector(broker, "1").connect("test").addShutdownListener(end::complete);
      Throwable reason = end.get(60, TimeUnit.SECONDS).getCause();
      assertInstanceOf(MissedHeartbeatException.class, reason);
      assertEquals(
          "the broker was silent for 7 quarters of the interval of heartbeats",
          reason.getMessage());
    }
  }

  private static Connector connector(ScriptedBroker broker, String option) {
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("heartbeat_timeout_threshold", option).build();
    return broker.connector(options);
  }
}
