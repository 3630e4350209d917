package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.ErrorTypes;
import dev.perennial.rpc.NoSuchRemoteMethodException;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.Notifier;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RemoteException;
import dev.perennial.rpc.RemoteFailure;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcContext;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.UnsupportedVersionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/// A client of ours and two Python servers, on a real broker.
final class JavaCallsPythonTest {

  private static final String TOPIC = "python_" + UUID.randomUUID().toString().substring(0, 8);
  private static final String EVENTS = TOPIC + "_events";
  private static OsloMessaging python;

  private Transport transport;
  private RpcClient client;

  @BeforeAll
  static void startPeer() throws Exception {
    python = OsloMessaging.start(Broker.shared());
    python.serve(TOPIC, "one");
    python.serve(TOPIC, "two");
    python.listen(EVENTS);
  }

  @AfterAll
  static void endPeer() {
    python.close();
  }

  @BeforeEach
  void openTransport() throws Exception {
    transport = Broker.shared().transport();
    client =
        RpcClient.create(transport, Target.of(TOPIC))
            .prepare(to -> to.timeout(Duration.ofSeconds(30)));
    python.notes();
  }

  @AfterEach
  void closeTransport() {
    transport.close();
  }

  @Test
  void a_call_returns_what_python_returned() {
    assertEquals(5, client.call("add", Map.of("a", 2, "b", 3), Integer.class));
    String text = "ein Gruß, \"quoted\", 😀\n";
    Map<String, Object> nested = Map.of("list", List.of(1, 2.5, true, text));
    JsonNode echo = client.call("echo", Map.of("value", nested), JsonNode.class);
    assertEquals(text, echo.at("/list/3").asString());
    String big = "ä".repeat(1 << 20);
    assertEquals(big, client.call("echo", Map.of("value", big), String.class));
  }

  @Test
  void casts_fanouts_and_directed_calls_arrive() throws Exception {
    client.cast("note", Map.of("what", "cast"));
    assertEquals(List.of("\"cast\""), notes(1));
    client.fanout("note", Map.of("what", "all"));
    assertEquals(List.of("\"all\"", "\"all\""), notes(2));
    for (String name : List.of("one", "two", "one")) {
      List<String> who =
          client.prepare(to -> to.server(name)).call("who", Map.of(), new TypeReference<>() {});
      assertEquals(name, who.getFirst());
    }
  }

  @Test
  void the_context_reaches_python() throws Exception {
    RpcContext context = RpcContext.of(Map.of("user_id", "ann", "request_id", "req-7"));
    List<String> who =
        context.call(() -> client.call("who", Map.of(), new TypeReference<List<String>>() {}));
    assertEquals(List.of("ann", "req-7"), who.subList(1, 3));
  }

  @Test
  void namespaces_and_versions_are_told_apart() {
    RpcClient spaced = client.prepare(to -> to.namespace("spaced").version("2.0"));
    assertEquals("in the namespace", spaced.call("where", Map.of(), String.class));
    RpcClient newer = client.prepare(to -> to.version("1.4"));
    assertThrows(
        UnsupportedVersionException.class, () -> newer.call("add", Map.of("a", 1, "b", 2)));
  }

  @Test
  void failures_of_python_arrive_by_type() {
    RemoteException declared =
        assertThrows(RemoteException.class, () -> client.call("fail", Map.of("why", "vnf ü")));
    assertEquals("VnfNotFound", declared.failure().type());
    assertEquals("vnf ü", declared.failure().message());
    assertTrue(declared.failure().traceback().toString().contains("in fail"));
    RpcClient trusting =
        client.withErrors(
            ErrorTypes.standard()
                .allow(
                    IllegalStateException.class,
                    "builtins",
                    "ValueError",
                    failure -> new IllegalStateException(failure.message())));
    IllegalStateException expected =
        assertThrows(
            IllegalStateException.class, () -> trusting.call("refuse", Map.of("why", "no")));
    assertEquals("no", expected.getMessage());
    assertThrows(NoSuchRemoteMethodException.class, () -> client.call("nothing", Map.of()));
    RemoteException missing =
        assertThrows(RemoteException.class, () -> client.call("add", Map.of("a", 1)));
    assertEquals("builtins.TypeError", missing.failure().qualifiedType());
  }

  @Test
  void a_failure_of_python_with_a_text_of_a_megabyte_arrives_whole() {
    String big = "x".repeat(1 << 20) + "ä";
    RemoteFailure failure = failureOf(client, "fail", big);
    assertEquals(big, failure.message());
    assertTrue(String.join("", failure.traceback()).contains(big));
  }

  @Test
  void a_failure_of_python_keeps_its_type_over_a_server_between() throws Exception {
    Target between = Target.of(TOPIC + "_between");
    RpcServer server =
        RpcServer.builder(transport, between.withServer("one")).endpoint(new Between()).build();
    server.start();
    RpcClient outer =
        RpcClient.create(transport, between).prepare(to -> to.timeout(Duration.ofSeconds(30)));
    assertEquals(failureOf(client, "fail", "vnf ü"), failureOf(outer, "fail", "vnf ü"));
    assertEquals("builtins.ValueError", failureOf(outer, "refuse", "no").qualifiedType());
    server.stop();
  }

  /// Asks Python for whoever asks it.
  @Endpoint
  final class Between {
    @RemoteMethod
    void fail(String why) {
      client.call("fail", Map.of("why", why));
    }

    @RemoteMethod
    void refuse(String why) {
      client.call("refuse", Map.of("why", why));
    }
  }

  private static RemoteFailure failureOf(RpcClient asked, String method, String why) {
    return assertThrows(RemoteException.class, () -> asked.call(method, Map.of("why", why)))
        .failure();
  }

  @Test
  void a_monitored_call_of_a_python_server_outlives_many_times_its_monitor() {
    // Signs of life come each half of it: on a busy machine one may be as late again.
    RpcClient monitored = client.prepare(to -> to.callMonitorTimeout(Duration.ofSeconds(4)));
    assertTrue(
        List.of("one", "two")
            .contains(monitored.call("slow", Map.of("seconds", 13), String.class)));
  }

  @Test
  void a_slow_python_server_is_not_waited_for_longer_than_asked() {
    // Connects and declares what the timeout below is not for.
    assertEquals(5, client.call("add", Map.of("a", 2, "b", 3), Integer.class));
    RpcClient hasty = client.prepare(to -> to.timeout(Duration.ofSeconds(3)));
    assertThrows(RpcTimeoutException.class, () -> hasty.call("slow", Map.of("seconds", 10)));
    assertEquals(0, transport.status().waitingCalls());
  }

  @ParameterizedTest
  @EnumSource
  void notifications_of_each_priority_reach_a_python_listener(Priority priority) throws Exception {
    Config config =
        Config.forTesting(NotificationOptions.class)
            .set("oslo_messaging_notifications", "driver", "messagingv2")
            .set("oslo_messaging_notifications", "topics", EVENTS)
            .build();
    Notifier notifier = Notifier.create(transport, config, "java.host");
    notifier.notify(priority, "vnf.create.end", Map.of("id", "ä"));
    assertEquals(
        List.of(
            "[\"%s\",\"java.host\",\"vnf.create.end\",{\"id\":\"ä\"},\"%s\"]"
                .formatted(priority.queueSuffix(), EVENTS)),
        notes(1));
  }

  private static List<String> notes(int count) throws Exception {
    List<String> notes = new ArrayList<>();
    Waiting.until(
        count + " notes",
        Broker.PATIENCE,
        () -> {
          python.notes().forEach(note -> notes.add(note.toString()));
          return notes.size() >= count;
        });
    return notes;
  }
}
