package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.Delivery;
import dev.perennial.rpc.Notification;
import dev.perennial.rpc.NotificationInterest;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Subscription;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.IntNode;

/// Requests that were delivered ahead and wait in the server when the broker takes them back, on a
/// real broker: it delivers them again, to the same process.
final class RedeliveredRequestsTest {

  private static final List<String> CASTS = List.of("1", "2", "3", "4", "5");
  private static final Map<String, String> AHEAD =
      Map.of("amqp_durable_queues", "true", "rabbit_qos_prefetch_count", "10");

  private final LatchedDesk desk = new LatchedDesk();

  @ParameterizedTest
  @EnumSource
  void what_waits_when_the_connection_is_lost_is_run_exactly_once(Acknowledge acknowledge)
      throws Exception {
    try (Relay relay = new Relay(Broker.shared().port());
        Transport calling = Broker.shared().transport(AHEAD)) {
      relay.open();
      try (Transport serving = over(relay)) {
        RpcServer server = desk.serve(serving, 1, acknowledge);
        beginOneOfMany(calling);
        relay.cut();
        Waiting.until("it is back", Broker.PATIENCE, () -> serving.status().reconnects() > 0);
        awaitThatEachRunsOnce(calling);
        server.stop();
      }
    }
  }

  @Test
  void what_waits_when_somebody_deletes_one_of_the_queues_is_run_exactly_once() throws Exception {
    try (Transport calling = Broker.shared().transport(AHEAD);
        Transport serving = Broker.shared().transport(AHEAD)) {
      RpcServer server = desk.serve(serving, 1, Acknowledge.ON_START);
      beginOneOfMany(calling);
      Broker.shared().ctl("delete_queue", desk.topic() + ".one");
      Waiting.until(
          "it is declared again",
          Broker.PATIENCE,
          () -> Broker.shared().ctl("list_queues", "name").contains(desk.topic() + ".one"));
      awaitThatEachRunsOnce(calling);
      server.stop();
    }
  }

  // As when there is no memory for its thread.
  @Test
  void what_a_server_could_not_take_comes_again() throws Exception {
    Target topic = Target.of(desk.topic()).withExchange(desk.topic());
    BlockingQueue<String> came = new LinkedBlockingQueue<>();
    try (Transport transport = Broker.shared().transport()) {
      Subscription subscription =
          transport.listen(
              topic.withServer("one"),
              1,
              request -> {
                came.add(request.request().method());
                if (came.size() == 1) {
                  throw new OutOfMemoryError("no more memory");
                }
                request.accept();
              });
      desk.castSlow(transport, "1");
      Waiting.until("it came again", Broker.PATIENCE, () -> came.size() == 2);
      Waiting.until("the broker has none left", Broker.PATIENCE, () -> waiting("messages") == 0);
      subscription.close();
    }
  }

  @Test
  void a_notification_that_a_listener_could_not_take_comes_again() throws Exception {
    Target topic = Target.of(desk.topic()).withExchange(desk.topic());
    BlockingQueue<String> came = new LinkedBlockingQueue<>();
    try (Transport transport = Broker.shared().transport()) {
      Subscription subscription =
          transport.listen(
              new NotificationInterest(List.of(topic), Set.of(Priority.INFO), Optional.empty(), 1),
              notification -> {
                came.add(notification.notification().eventType());
                if (came.size() == 1) {
                  throw new OutOfMemoryError("no more memory");
                }
                notification.accept();
              });
      Notification one =
          new Notification(
              "id", "here", "event", Priority.INFO, IntNode.valueOf(1), "now", Map.of());
      Delivery delivery =
          new Delivery(
              Deadline.after(Broker.PATIENCE), Optional.empty(), false, OptionalInt.empty());
      transport.notify(topic, one, true, delivery);
      Waiting.until("it came again", Broker.PATIENCE, () -> came.size() == 2);
      subscription.close();
    }
  }

  // To each of them it comes once, though it has one id.
  @Test
  void what_is_for_all_servers_is_run_by_each_of_those_that_share_a_transport() throws Exception {
    Target topic = Target.of(desk.topic()).withExchange(desk.topic());
    CountingDesk one = new CountingDesk();
    CountingDesk two = new CountingDesk();
    try (Transport transport = Broker.shared().transport()) {
      serve(transport, topic.withServer("one"), one);
      serve(transport, topic.withServer("two"), two);
      RpcClient.create(transport, topic).fanout("work", Map.of("id", "all", "millis", 0));
      Waiting.until(
          "both run it", Broker.PATIENCE, () -> one.runsOf("all") == 1 && two.runsOf("all") == 1);
      assertEquals(0, transport.status().duplicates());
    }
  }

  private static void serve(Transport transport, Target target, CountingDesk desk) {
    RpcServer.builder(transport, target).endpoint(desk).build().start();
  }

  // The first runs, the others wait in the server.
  private void beginOneOfMany(Transport calling) throws Exception {
    for (String cast : CASTS) {
      desk.castSlow(calling, cast);
    }
    Waiting.until("the first runs", Broker.PATIENCE, () -> desk.begun().equals(List.of("1")));
    Waiting.until("the others wait", Broker.PATIENCE, this::noneIsReady);
  }

  // What was delivered before the last one has been run, or never is.
  private void awaitThatEachRunsOnce(Transport calling) {
    Waiting.until("all came again", Broker.PATIENCE, this::noneIsReady);
    desk.castSlow(calling, "last");
    desk.letEnd(2 * CASTS.size());
    Waiting.until("the last runs", Broker.PATIENCE, () -> desk.begun().contains("last"));
    assertEquals(Stream.concat(CASTS.stream(), Stream.of("last")).toList(), desk.begun());
    Waiting.until("the broker has none left", Broker.PATIENCE, () -> waiting("messages") == 0);
  }

  private boolean noneIsReady() throws Exception {
    return waiting("messages_ready") == 0;
  }

  private long waiting(String column) throws Exception {
    return Broker.shared()
        .ctl("list_queues", "name", column)
        .lines()
        .filter(line -> line.startsWith(desk.topic() + "\t"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
        .sum();
  }

  private static Transport over(Relay relay) {
    String url = "rabbit://guest:guest@127.0.0.1:" + relay.port() + "/";
    return Transport.open(TransportUrl.parse(url), Broker.shared().config(AHEAD));
  }
}
