package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.Notifier;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.testing.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options of `[oslo_messaging_rabbit]`, by what a real broker makes of them.
final class RabbitOptionsTest {

  private final LatchedDesk desk = new LatchedDesk();

  @ParameterizedTest
  @CsvSource({"PLAIN, 41", "AMQPLAIN, 43"})
  void the_broker_knows_the_login_and_the_heartbeat_of_the_options(String login, String seconds)
      throws Exception {
    Map<String, String> options =
        Map.of("rabbit_login_method", login, "heartbeat_timeout_threshold", seconds);
    try (Transport transport = Broker.shared().transport(options)) {
      desk.serve(transport);
      String connections = Broker.shared().ctl("list_connections", "timeout", "auth_mechanism");
      assertTrue(connections.contains(seconds + "\t" + login), connections);
    }
  }

  @Test
  void as_many_requests_are_delivered_ahead_as_the_options_say() throws Exception {
    LatchedDesk other = new LatchedDesk();
    try (Transport set = Broker.shared().transport(Map.of("rabbit_qos_prefetch_count", "5"));
        Transport unset = Broker.shared().transport()) {
      desk.serve(set, 8);
      other.serve(unset, 8);
      String consumers = Broker.shared().ctl("list_consumers", "queue_name", "prefetch_count");
      assertTrue(consumers.contains(desk.topic() + "\t5"), consumers);
      assertTrue(consumers.contains(other.topic() + "\t8"), consumers);
    }
  }

  // In either order most of the first attempts find nobody. What the orders are, FailoverTest says.
  @ParameterizedTest
  @ValueSource(strings = {"round-robin", "shuffle"})
  void of_several_hosts_the_one_that_lives_is_found(String strategy) throws Exception {
    StringBuilder url = new StringBuilder("rabbit://");
    for (int i = 0; i < 9; i++) {
      url.append("guest:guest@127.0.0.1:").append(FreePorts.of(1).getFirst()).append(',');
    }
    url.append("guest:guest@127.0.0.1:").append(Broker.shared().port()).append('/');
    Map<String, String> options = Map.of("kombu_failover_strategy", strategy);
    try (Transport several = open(url.toString(), options)) {
      RpcServer server = desk.serve(several);
      assertEquals(3, desk.add(several));
      server.stop();
    }
  }

  @Test
  void compressed_messages_are_small_and_understood_by_python_and_by_us() throws Exception {
    String text = "ä".repeat(10_000);
    String events = desk.topic() + "_events";
    Map<String, String> compressed = Map.of("kombu_compression", "gzip");
    try (OsloMessaging python =
            OsloMessaging.start(Broker.shared().url() + "?kombu_compression=gzip");
        Transport transport = Broker.shared().transport(compressed)) {
      python.notify(events, "info", "big", text);
      notifier(transport, events).info("big", text);
      List<String> queues =
          Broker.shared().ctl("list_queues", "name", "messages", "message_bytes").lines().toList();
      String[] waiting = one(queues, events + ".info\t").split("\t");
      assertEquals("2", waiting[1]);
      assertTrue(Integer.parseInt(waiting[2]) < text.length() / 2, waiting[2]);
      python.listen(events);
      awaitPayloads(python, List.of(text, text));
      python.serve(desk.topic(), "python");
      RpcClient client = RpcClient.create(transport, Target.of(desk.topic()));
      assertEquals(text, client.call("echo", Map.of("value", text), String.class));
    }
  }

  @Test
  void a_compression_that_is_not_offered_is_answered_by_a_warning() throws Exception {
    String text = "ä".repeat(10_000);
    String events = desk.topic() + "_events";
    try (LogLines log = LogLines.of("dev.perennial.rpc.rabbitmq");
        OsloMessaging python = OsloMessaging.start(Broker.shared());
        Transport transport = Broker.shared().transport(Map.of("kombu_compression", "bz2"))) {
      assertEquals(
          List.of("kombu_compression = bz2 is not offered here: messages are sent as they are"),
          log.with("kombu_compression"));
      notifier(transport, events).info("big", text);
      python.listen(events);
      awaitPayloads(python, List.of(text));
    }
  }

  private static Notifier notifier(Transport transport, String topic) {
    Config config =
        Config.forTesting(NotificationOptions.class)
            .set("oslo_messaging_notifications", "driver", "messagingv2")
            .set("oslo_messaging_notifications", "topics", topic)
            .build();
    return Notifier.create(transport, config, "java.host");
  }

  private static void awaitPayloads(OsloMessaging python, List<String> expected) {
    List<String> payloads = new ArrayList<>();
    Waiting.until(
        "Python reads what was sent",
        Broker.PATIENCE,
        () -> {
          python.notes().forEach(note -> payloads.add(note.path(3).asString()));
          return payloads.size() >= expected.size();
        });
    assertEquals(expected, payloads);
  }

  private static Transport open(String url, Map<String, String> options) {
    return Transport.open(TransportUrl.parse(url), Broker.shared().config(options));
  }

  private static String one(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }
}
