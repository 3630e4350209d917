package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.rabbitmq.client.Connection;
import dev.perennial.config.Config;
import dev.perennial.rpc.TransportUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which of several hosts is connected to.
final class FailoverTest {

  private final List<ScriptedBroker> brokers = new ArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    for (int i = 0; i < 3; i++) {
      brokers.add(new ScriptedBroker());
    }
  }

  @AfterEach
  void close() throws IOException {
    for (ScriptedBroker broker : brokers) {
      broker.close();
    }
  }

  @Test
  void by_turns_a_host_is_kept_until_it_fails_and_then_comes_last() throws Exception {
    Connector connector = connector("round-robin");
    int first = port(connector);
    assertEquals(first, port(connector));
    end(first);
    int second = port(connector);
    assertNotEquals(first, second);
    assertEquals(second, port(connector));
    end(second);
    int third = port(connector);
    assertFalse(Set.of(first, second).contains(third));
    assertEquals(third, port(connector));
  }

  @Test
  @Timeout(120)
  void shuffled_each_host_comes_first_sooner_or_later() throws Exception {
    Connector connector = connector("shuffle");
    Set<Integer> seen = new HashSet<>();
    while (seen.size() < brokers.size()) {
      seen.add(port(connector));
    }
  }

  private Connector connector(String strategy) {
    String hosts =
        brokers.stream()
            .map(broker -> "127.0.0.1:" + broker.port())
            .collect(Collectors.joining(","));
    RabbitOptions options =
        Config.of(RabbitOptions.class).set("kombu_failover_strategy", strategy).build();
    return new Connector(() -> TransportUrl.parse("rabbit://" + hosts), options);
  }

  private void end(int port) throws IOException {
    for (ScriptedBroker broker : brokers) {
      if (broker.port() == port) {
        broker.close();
      }
    }
  }

  private static int port(Connector connector) throws Exception {
    Connection connection = connector.connect("test");
    try {
      return connection.getPort();
    } finally {
      connection.abort();
    }
  }
}
