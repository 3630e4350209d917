package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.Deadline;
import dev.perennial.testing.LogLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A server whose user may hear everything and answer nothing.
final class RefusedRepliesTest {

  private static final String USER = "refused_replies";
  private static final Target TOPIC = Target.of(USER).withExchange(USER);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final String TOLD =
      "a reply was dropped: the broker refuses it: the user of transport_url may not write to"
          + " amq.default";

  private final Broker broker = Broker.shared();
  private final CountingDesk desk = new CountingDesk();

  @Test
  void its_replies_are_given_up_at_once_and_its_requests_leave_the_broker() throws Exception {
    broker.ctl("add_user", USER, USER);
    broker.ctl("set_permissions", USER, ".*", "^(?!amq\\.default$).*", ".*");
    String url = "rabbit://%s:%s@127.0.0.1:%d/".formatted(USER, USER, broker.port());
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq");
        Transport serving = Transport.open(TransportUrl.parse(url), broker.config(Map.of()));
        Transport calling = broker.transport()) {
      RpcServer server =
          RpcServer.builder(serving, TOPIC.withServer("one"))
              .endpoint(desk)
              .acknowledge(Acknowledge.ON_COMPLETION)
              .build();
      server.start();
      RpcClient client = RpcClient.create(calling, TOPIC).prepare(to -> to.timeout(SOON));
      for (String id : List.of("1", "2")) {
        assertThrows(
            RpcTimeoutException.class,
            () -> client.call("work", Map.of("id", id, "millis", 0), String.class));
        assertEquals(1, desk.runsOf(id));
      }
      log.await(TOLD, 2, Broker.PATIENCE);
      server.drain(Deadline.after(Broker.PATIENCE));
      assertEquals(0, server.activity().inFlight());
      assertTrue(serving.status().connected());
      server.stop();
    } finally {
      broker.ctl("delete_user", USER);
    }
  }
}
