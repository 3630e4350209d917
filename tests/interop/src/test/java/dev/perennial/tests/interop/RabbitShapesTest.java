package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Transport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Options of `[oslo_messaging_rabbit]` that give exchanges, queues and consumers their shape, by
/// what a real broker says of them.
final class RabbitShapesTest {

  private static final Broker BROKER = Broker.shared();

  private final LatchedDesk plain = new LatchedDesk();
  private final LatchedDesk other = new LatchedDesk();

  @Test
  void shared_queues_and_exchanges_are_as_durable_as_the_options_say() throws Exception {
    Map<String, String> options =
        Map.of("amqp_durable_queues", "true", "rabbit_transient_quorum_queue", "true");
    try (Transport one = BROKER.transport();
        Transport two = BROKER.transport(options)) {
      plain.serve(one);
      other.serve(two);
      Listing queues = Listing.of("list_queues", "durable", "exclusive");
      assertEquals("false false", queues.of(plain.topic()));
      assertEquals("true false", queues.of(other.topic()));
      assertEquals("true false", queues.of(other.topic() + ".one"));
      assertEquals("false true", queues.ofThatBeginningWith(other.topic() + "_fanout_"));
      Listing exchanges = Listing.of("list_exchanges", "type", "durable", "auto_delete");
      assertEquals("topic false false", exchanges.of(plain.topic()));
      assertEquals("fanout false true", exchanges.of(plain.topic() + "_fanout"));
      assertEquals("topic true false", exchanges.of(other.topic()));
      assertEquals("fanout true true", exchanges.of(other.topic() + "_fanout"));
    }
  }

  @Test
  void shared_queues_and_exchanges_go_with_their_last_user_where_the_option_says_so()
      throws Exception {
    try (Transport transport = BROKER.transport(Map.of("amqp_auto_delete", "true"))) {
      RpcServer server = plain.serve(transport);
      assertEquals("true", Listing.of("list_queues", "auto_delete").of(plain.topic()));
      assertEquals("true", Listing.of("list_exchanges", "auto_delete").of(plain.topic()));
      server.stop();
    }
    Waiting.until(
        "an exchange goes when its queues have gone",
        Broker.PATIENCE,
        () -> !BROKER.ctl("list_exchanges", "name").contains(plain.topic()));
  }

  @Test
  void quorum_queues_have_the_limits_of_the_options_and_private_queues_are_none() throws Exception {
    Map<String, String> options =
        Map.of(
            "rabbit_quorum_queue", "true",
            "rabbit_quorum_delivery_limit", "7",
            "rabbit_quorum_max_memory_length", "100",
            "rabbit_quorum_max_memory_bytes", "100000");
    try (Transport transport = BROKER.transport(options)) {
      plain.serve(transport);
      assertEquals(3, plain.add(transport));
      Listing queues = Listing.of("list_queues", "type", "arguments");
      for (String name : List.of(plain.topic(), plain.topic() + ".one")) {
        String queue = queues.of(name);
        assertTrue(queue.startsWith("quorum "), queue);
        assertTrue(queue.contains("{\"x-delivery-limit\",7}"), queue);
        assertTrue(queue.contains("{\"x-max-in-memory-length\",100}"), queue);
        assertTrue(queue.contains("{\"x-max-in-memory-bytes\",100000}"), queue);
      }
      assertEquals("classic []", queues.ofThatBeginningWith(plain.topic() + "_fanout_"));
    }
    // The broker of the other tests restarts faster without.
    BROKER.ctl("delete_queue", plain.topic());
    BROKER.ctl("delete_queue", plain.topic() + ".one");
  }

  @Test
  void arguments_for_mirrors_are_written_as_python_writes_them() throws Exception {
    Map<String, String> options =
        Map.of("rabbit_ha_queues", "true", "enable_cancel_on_failover", "true");
    try (Transport transport = BROKER.transport(options)) {
      plain.serve(transport);
      assertEquals(3, plain.add(transport));
      String queue = Listing.of("list_queues", "arguments").of(plain.topic());
      assertEquals("[{\"x-ha-policy\",\"all\"}]", queue);
      String consumer = BROKER.ctl("list_consumers", "queue_name", "arguments");
      assertTrue(
          consumer.contains(plain.topic() + ".one\t[{\"x-cancel-on-ha-failover\",true}]"),
          consumer);
    }
  }

  /// What `rabbitmqctl` lists: a line for each thing, its name first.
  private record Listing(List<String> lines) {

    static Listing of(String what, String... columns) throws Exception {
      String[] arguments = new String[columns.length + 2];
      arguments[0] = what;
      arguments[1] = "name";
      System.arraycopy(columns, 0, arguments, 2, columns.length);
      return new Listing(BROKER.ctl(arguments).lines().toList());
    }

    String of(String name) {
      return ofThatBeginningWith(name + "\t");
    }

    // The columns behind the name.
    String ofThatBeginningWith(String start) {
      String line = lines.stream().filter(each -> each.startsWith(start)).findFirst().orElseThrow();
      return line.substring(line.indexOf('\t') + 1).replace('\t', ' ');
    }
  }
}
