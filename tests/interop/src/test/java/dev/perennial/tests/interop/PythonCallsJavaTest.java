package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.ErrorTypes;
import dev.perennial.rpc.NotificationEndpoint;
import dev.perennial.rpc.NotificationFilter;
import dev.perennial.rpc.NotificationListener;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcContext;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.testing.LogLines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Python client and a server of ours, on a real broker.
final class PythonCallsJavaTest {

  private static OsloMessaging python;

  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final String topic = "java_" + UUID.randomUUID().toString().substring(0, 8);
  private Transport transport;
  private RpcServer server;

  /// Fails as Python's callers know it.
  static final class VnfNotFoundException extends Exception {
    private static final long serialVersionUID = 1L;

    VnfNotFoundException(String message) {
      super(message);
    }
  }

  @Endpoint(version = "1.3")
  final class Desk {
    private final String name;

    Desk(String name) {
      this.name = name;
    }

    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }

    @RemoteMethod
    Object echo(Object value) {
      return value;
    }

    @RemoteMethod
    List<String> who(RpcContext context) {
      return List.of(name, context.userId().orElse(""), context.requestId().orElse(""));
    }

    @RemoteMethod
    void note(String what) {
      notes.add(name + " " + what);
    }

    @RemoteMethod
    Optional<String> nothing() {
      return Optional.empty();
    }

    @RemoteMethod
    String slow(double seconds) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
      return name;
    }

    @RemoteMethod
    void fail(String why) throws VnfNotFoundException {
      throw new VnfNotFoundException(why);
    }

    @RemoteMethod
    void burst(String why) {
      throw new IllegalStateException(why);
    }

    @RemoteMethod(expected = IllegalArgumentException.class)
    void refuse(String why) {
      throw new IllegalArgumentException(why);
    }
  }

  @Endpoint(namespace = "spaced", version = "2.0")
  static final class Spaced {
    @RemoteMethod
    String where() {
      return "in the namespace";
    }
  }

  @BeforeAll
  static void startPeer() throws Exception {
    python = OsloMessaging.start(Broker.shared());
  }

  @AfterAll
  static void endPeer() {
    python.close();
  }

  @BeforeEach
  void startServer() {
    transport = Broker.shared().transport();
    server = server("one");
  }

  @AfterEach
  void stopServer() {
    server.stop();
    transport.close();
  }

  @Test
  void a_call_gives_python_what_the_method_returned() throws Exception {
    assertEquals(5, call("add", Map.of("a", 2, "b", 3)).result().intValue());
    String text = "ein Gruß, \"quoted\", 😀\n";
    Map<String, Object> nested = Map.of("list", List.of(1, 2.5, true, text), "big", 1L << 60);
    assertEquals(text, call("echo", Map.of("value", nested)).result().at("/list/3").asString());
    assertEquals(1L << 60, call("echo", Map.of("value", nested)).result().at("/big").longValue());
    assertTrue(call("nothing", Map.of()).result().isNull());
    String big = "ä".repeat(1 << 20);
    assertEquals(big, call("echo", Map.of("value", big)).result().asString());
  }

  @Test
  void the_context_of_python_arrives() throws Exception {
    assertEquals("[\"one\",\"py\",\"req-py\"]", call("who", Map.of()).result().toString());
  }

  @Test
  void casts_fanouts_and_directed_calls_arrive() throws Exception {
    try (Transport other = Broker.shared().transport()) {
      RpcServer two = server(other, "two");
      python.cast(topic, Map.of(), "note", Map.of("what", "cast"));
      assertTrue(next().endsWith(" cast"));
      python.cast(topic, Map.of("fanout", true), "note", Map.of("what", "all"));
      assertEquals(Set.of("one all", "two all"), Set.of(next(), next()));
      for (int i = 0; i < 4; i++) {
        var who = python.call(topic, Map.of("server", "two"), "who", Map.of());
        assertEquals("two", who.result().get(0).asString());
      }
      two.stop();
    }
  }

  @Test
  void namespaces_and_versions_are_told_apart() throws Exception {
    var spaced =
        python.call(topic, Map.of("namespace", "spaced", "version", "2.0"), "where", Map.of());
    assertEquals("in the namespace", spaced.result().asString());
    assertEquals(
        3,
        python
            .call(topic, Map.of("version", "1.2"), "add", Map.of("a", 1, "b", 2))
            .result()
            .intValue());
    var newer = python.call(topic, Map.of("version", "1.4"), "add", Map.of("a", 1, "b", 2));
    assertEquals("RemoteError", newer.error());
    assertTrue(
        newer.text().contains("UnsupportedVersion Endpoint does not support RPC version 1.4"));
  }

  @Test
  void failures_reach_python_under_its_own_names() throws Exception {
    var expected = call("refuse", Map.of("why", "nicht ähnlich"));
    assertEquals("ValueError", expected.error());
    assertTrue(expected.text().contains("nicht ähnlich"), expected.text());
    var declared = call("fail", Map.of("why", "vnf abc"));
    assertEquals("RemoteError", declared.error());
    assertTrue(declared.text().startsWith("Remote error: VnfNotFound vnf abc"), declared.text());
    var unknown = call("get_class", Map.of());
    assertTrue(
        unknown.text().contains("NoSuchMethod Endpoint does not support RPC method get_class"));
    var missing = call("add", Map.of("a", 1));
    assertEquals("TypeError", missing.error());
    assertTrue(missing.text().contains("argument 'b'"), missing.text());
  }

  @Test
  void a_failure_with_a_text_of_a_megabyte_reaches_python_whole() throws Exception {
    String big = "x".repeat(1 << 20) + "ä";
    var declared = call("fail", Map.of("why", big));
    assertEquals("RemoteError", declared.error());
    assertTrue(declared.text().startsWith("Remote error: VnfNotFound " + big));
    assertTrue(declared.text().contains("PythonCallsJavaTest$Desk.fail"));
  }

  @Test
  void a_failure_that_a_method_does_not_declare_reaches_python_and_the_log() throws Exception {
    try (LogLines log = LogLines.of("dev.perennial.rpc")) {
      var undeclared = call("burst", Map.of("why", "no such luck"));
      assertEquals("RemoteError", undeclared.error());
      assertTrue(
          undeclared.text().startsWith("Remote error: IllegalStateException no such luck"),
          undeclared.text());
      assertTrue(undeclared.text().contains("PythonCallsJavaTest$Desk.burst"), undeclared.text());
      assertEquals(List.of("burst req-py failed"), log.with(" failed"));
      call("fail", Map.of("why", "declared"));
      assertEquals(1, log.with(" failed").size(), "what is declared is an answer");
    }
  }

  @Test
  void a_monitored_call_of_python_outlives_many_times_its_monitor() throws Exception {
    var slow =
        python.call(topic, Map.of("timeout", 30, "monitor", 2), "slow", Map.of("seconds", 6.5));
    assertEquals("", slow.error());
    assertEquals("one", slow.result().asString());
  }

  @Test
  void notifications_of_python_reach_a_listener_that_wants_them() throws Exception {
    NotificationListener listener = listener(NotificationFilter.ofEvent("vnf\\."));
    python.notify(topic + "_events", "info", "other.event", Map.of());
    python.notify(topic + "_events", "info", "vnf.create.end", Map.of("id", "ä"));
    assertEquals("INFO python.host vnf.create.end {\"id\":\"ä\"}", next());
    listener.stop();
  }

  @Test
  void notifications_of_python_of_each_priority_reach_a_listener() throws Exception {
    NotificationListener listener = listener(NotificationFilter.ALL);
    for (Priority priority : Priority.values()) {
      python.notify(topic + "_events", priority.queueSuffix(), "vnf.heal", Map.of());
      assertEquals(priority + " python.host vnf.heal {}", next());
    }
    listener.stop();
  }

  private NotificationListener listener(NotificationFilter filter) {
    NotificationListener listener =
        NotificationListener.builder(transport, List.of(Target.of(topic + "_events")))
            .endpoint(
                Set.of(Priority.values()),
                filter,
                (_, notification) -> {
                  notes.add(
                      notification.priority()
                          + " "
                          + notification.publisherId()
                          + " "
                          + notification.eventType()
                          + " "
                          + notification.payload());
                  return NotificationEndpoint.Verdict.HANDLED;
                })
            .build();
    listener.start();
    return listener;
  }

  private OsloMessaging.Outcome call(String method, Map<String, ?> args) throws Exception {
    return python.call(topic, Map.of(), method, args);
  }

  private RpcServer server(String name) {
    return server(transport, name);
  }

  private RpcServer server(Transport on, String name) {
    RpcServer made =
        RpcServer.builder(on, Target.of(topic).withServer(name))
            .endpoint(new Desk(name))
            .endpoint(new Spaced())
            .errors(
                ErrorTypes.standard()
                    .allow(
                        VnfNotFoundException.class,
                        "tacker.common.exceptions",
                        "VnfNotFound",
                        failure -> new VnfNotFoundException(failure.message())))
            .build();
    made.start();
    return made;
  }

  private String next() throws InterruptedException {
    String note = notes.poll(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return note == null ? "none came" : note;
  }
}
