package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.UndeliverableException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Queues that are not there, or not as they should be, on a real broker.
final class RabbitQueuesTest {

  private final LatchedDesk desk = new LatchedDesk();

  @Test
  void a_queue_of_another_shape_is_an_error_that_names_it_and_nobody_joins_silently() {
    try (Transport plain = Broker.shared().transport();
        Transport durable = Broker.shared().transport(Map.of("amqp_durable_queues", "true"))) {
      RpcServer first = desk.serve(plain);
      String text = assertThrows(DeliveryException.class, () -> desk.serve(durable)).getMessage();
      assertTrue(text.contains("in another shape"), text);
      assertTrue(text.contains("'" + desk.topic() + "'"), text);
      assertTrue(text.contains("amqp_durable_queues"), text);
      first.stop();
    }
  }

  @Test
  void a_process_has_two_connections_whatever_it_does_there() throws Exception {
    Broker broker = Broker.shared();
    String host = desk.topic();
    broker.ctl("add_vhost", host);
    broker.ctl("set_permissions", "-p", host, "guest", ".*", ".*", ".*");
    TransportUrl url = TransportUrl.parse(broker.url() + host);
    try (Transport transport = Transport.open(url, broker.config(Map.of()))) {
      LatchedDesk other = new LatchedDesk();
      RpcServer first = desk.serve(transport);
      RpcServer second = other.serve(transport);
      for (int i = 0; i < 10; i++) {
        assertEquals(3, desk.add(transport));
        assertEquals(3, other.add(transport));
      }
      assertEquals(
          2,
          broker.ctl("list_connections", "vhost").lines().filter(host::equals).count(),
          "one to publish and one to consume");
      first.stop();
      second.stop();
    }
    broker.ctl("delete_vhost", host);
  }

  @Test
  void a_queue_that_somebody_deleted_is_declared_and_consumed_again() throws Exception {
    try (Transport transport = Broker.shared().transport()) {
      RpcServer server = desk.serve(transport);
      assertEquals(3, desk.add(transport));
      Broker.shared().ctl("delete_queue", desk.topic());
      Waiting.until("calls are answered", Broker.PATIENCE, () -> desk.answers(transport));
      assertEquals(0, transport.status().reconnects());
      server.stop();
    }
  }

  @Test
  void an_exchange_that_went_with_its_last_server_is_declared_before_the_next_message()
      throws Exception {
    Map<String, String> autoDelete = Map.of("amqp_auto_delete", "true");
    try (Transport serving = Broker.shared().transport(autoDelete);
        Transport calling = Broker.shared().transport(autoDelete)) {
      RpcServer server = desk.serve(serving);
      assertEquals(3, desk.add(calling));
      server.stop();
      Waiting.until(
          "it is gone",
          Broker.PATIENCE,
          () -> !Broker.shared().ctl("list_exchanges", "name").contains(desk.topic()));
      assertThrows(UndeliverableException.class, () -> desk.add(calling));
    }
  }

  // A process that lives long must not go deaf.
  @Test
  void the_queue_of_replies_comes_back_when_somebody_deleted_it() throws Exception {
    try (Transport serving = Broker.shared().transport();
        Transport calling = Broker.shared().transport()) {
      RpcServer server = desk.serve(serving);
      Set<String> others = Broker.shared().replyQueues();
      assertEquals(3, desk.add(calling));
      Set<String> own = Broker.shared().replyQueues();
      own.removeAll(others);
      assertEquals(1, own.size(), own.toString());
      deleteExclusive(own.iterator().next());
      Waiting.until("replies come", Broker.PATIENCE, () -> desk.answers(calling));
      assertEquals(0, calling.status().reconnects());
      server.stop();
    }
  }

  // Nobody but its owner may delete it by AMQP; an operator may.
  private static void deleteExclusive(String queue) throws Exception {
    Broker.shared()
        .ctl(
            "eval",
            "{ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\""
                + queue
                + "\">>)), rabbit_amqqueue:delete(Q, false, false, <<\"operator\">>).");
  }
}
