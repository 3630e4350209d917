package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.perennial.config.Config;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.NotificationEndpoint.Verdict;
import dev.perennial.rpc.NotificationFilter;
import dev.perennial.rpc.NotificationListener;
import dev.perennial.rpc.NotificationOptions;
import dev.perennial.rpc.Notifier;
import dev.perennial.rpc.Priority;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.rabbitmq.RabbitOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Servers and listeners of Python and of ours on one topic, whichever comes first, with each shape
/// that options give to what they share: the broker refuses nothing that they declare, and what a
/// client of either kind sends reaches them all.
final class MixedServersTest {

  private static final String JAVA = "java";
  private static final String PYTHON = "python";
  private static final int MANY = 20;

  private final String topic = "mixed_" + UUID.randomUUID().toString().substring(0, 8);
  private final String events = topic + "_events";
  private final String pool = topic + "_pool";
  private final Queue<String> heardHere = new ConcurrentLinkedQueue<>();
  private final List<String> heardByPython = new ArrayList<>();

  /// Options that both sides have.
  enum Shape {
    PLAIN(""),
    DURABLE("amqp_durable_queues=true"),
    AUTO_DELETE("amqp_auto_delete=true"),
    DURABLE_AUTO_DELETE("amqp_durable_queues=true&amqp_auto_delete=true"),
    QUORUM("rabbit_quorum_queue=true&rabbit_quorum_delivery_limit=7");

    private final String query;

    Shape(String query) {
      this.query = query;
    }

    String url() {
      return Broker.shared().url() + "?" + query;
    }
  }

  @Endpoint
  final class Desk {
    @RemoteMethod
    List<String> who() {
      return List.of(JAVA);
    }

    @RemoteMethod
    void note(String what) {
      heardHere.add(what);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /// What both kinds of clients do.
  private interface Client {
    String who(Map<String, String> where) throws IOException;

    void cast(String what) throws IOException;

    void fanout(String what) throws IOException;

    void tell(String event) throws IOException;
  }

  private record OurClient(RpcClient rpc, Notifier notifier) implements Client {

    @Override
    public String who(Map<String, String> where) {
      RpcClient there =
          where.containsKey("server") ? rpc.prepare(to -> to.server(where.get("server"))) : rpc;
      return there.call("who", Map.of(), JsonNode.class).get(0).asString();
    }

    @Override
    public void cast(String what) {
      rpc.cast("note", Map.of("what", what));
    }

    @Override
    public void fanout(String what) {
      rpc.fanout("note", Map.of("what", what));
    }

    @Override
    public void tell(String event) {
      notifier.info(event, Map.of());
    }
  }

  private record PythonsClient(OsloMessaging python, String topic, String events)
      implements Client {

    @Override
    public String who(Map<String, String> where) throws IOException {
      return python.call(topic, where, "who", Map.of()).result().path(0).asString("");
    }

    @Override
    public void cast(String what) throws IOException {
      python.cast(topic, Map.of(), "note", Map.of("what", what));
    }

    @Override
    public void fanout(String what) throws IOException {
      python.cast(topic, Map.of("fanout", true), "note", Map.of("what", what));
    }

    @Override
    public void tell(String event) throws IOException {
      python.notify(events, "info", event, Map.of());
    }
  }

  @AfterEach
  void deleteQueues() throws Exception {
    try (Connection connection = Broker.shared().connect();
        Channel channel = connection.createChannel()) {
      for (String queue :
          List.of(topic, topic + "." + JAVA, topic + "." + PYTHON, events + ".info", pool)) {
        channel.queueDelete(queue);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ours_join_those_of_python(Shape shape) throws Exception {
    assertShared(shape, true);
  }

  @ParameterizedTest
  @EnumSource
  void those_of_python_join_ours(Shape shape) throws Exception {
    assertShared(shape, false);
  }

  @Test
  void a_server_of_another_shape_is_refused_by_the_broker_and_says_so() throws Exception {
    try (OsloMessaging python = OsloMessaging.start(Shape.PLAIN.url(), topic);
        Transport transport = open(Shape.DURABLE)) {
      python.serve(topic, PYTHON);
      String text = assertThrows(DeliveryException.class, () -> serve(transport)).getMessage();
      assertTrue(text.contains("amqp_durable_queues"), text);
      Waiting.until(
          "the broker says so too",
          Broker.PATIENCE,
          () -> !Broker.shared().refusals(topic).isEmpty());
    }
  }

  private void assertShared(Shape shape, boolean pythonFirst) throws Exception {
    try (OsloMessaging python = OsloMessaging.start(shape.url(), topic);
        Transport transport = open(shape)) {
      List<Step> starts = List.of(() -> start(python), () -> start(transport));
      for (Step start : pythonFirst ? starts : starts.reversed()) {
        start.run();
      }
      Notifier notifier = Notifier.create(transport, config(), "java.host");
      RpcClient rpc = RpcClient.create(transport, Target.of(topic));
      for (Client client :
          List.of(new OurClient(rpc, notifier), new PythonsClient(python, topic, events))) {
        assertAllIsReached(client, python);
      }
      assertEquals(List.of(), Broker.shared().refusals(topic));
    }
  }

  private void assertAllIsReached(Client client, OsloMessaging python) throws Exception {
    assertEquals(JAVA, client.who(Map.of("server", JAVA)));
    assertEquals(PYTHON, client.who(Map.of("server", PYTHON)));
    Set<String> called = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      called.add(client.who(Map.of()));
    }
    assertEquals(Set.of(JAVA, PYTHON), called);
    List<String> sent = numbered("");
    for (String what : sent) {
      client.cast(what);
    }
    assertEquals(sent, heardByBoth(python, MANY));
    client.fanout("to all");
    assertEquals(List.of("to all", "to all"), heardByBoth(python, 2));
    for (String event : sent) {
      client.tell(event);
    }
    List<String> told = new ArrayList<>(numbered(events + " "));
    told.addAll(numbered(pool + " "));
    assertEquals(told, heardByBoth(python, 2 * MANY));
  }

  // In the order of their texts.
  private static List<String> numbered(String prefix) {
    return IntStream.range(0, MANY).mapToObj(i -> prefix + (100 + i)).toList();
  }

  // Each of them some, in the order of the texts.
  private List<String> heardByBoth(OsloMessaging python, int count) {
    Waiting.until(
        "all is heard",
        Broker.PATIENCE,
        () -> {
          python.notes().forEach(note -> heardByPython.add(text(note)));
          return heardHere.size() + heardByPython.size() >= count;
        });
    assertFalse(heardHere.isEmpty(), "all went to Python");
    assertFalse(heardByPython.isEmpty(), "nothing went to Python");
    List<String> all = new ArrayList<>(heardHere);
    all.addAll(heardByPython);
    heardHere.clear();
    heardByPython.clear();
    return all.stream().sorted().toList();
  }

  // A notification has where it was heard and its event.
  private static String text(JsonNode note) {
    return note.isArray()
        ? note.path(4).asString() + " " + note.path(2).asString()
        : note.asString();
  }

  private void start(OsloMessaging python) throws IOException {
    python.serve(topic, PYTHON);
    python.listen(events);
    python.listen(events, pool);
  }

  private void start(Transport transport) {
    serve(transport);
    List<Target> where = List.of(Target.of(events));
    listen(NotificationListener.builder(transport, where), events);
    listen(NotificationListener.builder(transport, where).pool(pool), pool);
  }

  private void serve(Transport transport) {
    RpcServer.builder(transport, Target.of(topic).withServer(JAVA))
        .endpoint(new Desk())
        .build()
        .start();
  }

  private void listen(NotificationListener.Builder builder, String where) {
    builder
        .endpoint(
            Set.of(Priority.INFO),
            NotificationFilter.ALL,
            (_, notification) -> {
              heardHere.add(where + " " + notification.eventType());
              return Verdict.HANDLED;
            })
        .build()
        .start();
  }

  private Transport open(Shape shape) {
    return Transport.open(TransportUrl.parse(shape.url()), config());
  }

  // Other tests have made an exchange of the default name.
  private Config config() {
    return Config.forTesting(RpcOptions.class, NotificationOptions.class, RabbitOptions.class)
        .set("DEFAULT", "control_exchange", topic)
        .set("oslo_messaging_notifications", "driver", "messagingv2")
        .set("oslo_messaging_notifications", "topics", events)
        .build();
  }
}
