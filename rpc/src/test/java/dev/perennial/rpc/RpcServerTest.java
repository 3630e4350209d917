package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Timers;
import dev.perennial.service.Metrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

final class RpcServerTest {

  private static final String PING = "oslo_rpc_server_ping";

  private final String bus = UUID.randomUUID().toString();

  @Endpoint
  static final class Desk {
    @RemoteMethod
    List<String> known(RpcContext context) {
      return context.values().keySet().stream().sorted().toList();
    }
  }

  @Test
  void a_probe_is_answered_where_the_transport_has_the_option() {
    try (Transport transport = open("true")) {
      RpcClient client = serve(transport);
      assertEquals("pong", client.call(PING, Map.of(), String.class));
    }
  }

  @Test
  void without_the_option_there_is_no_probe() {
    try (Transport transport = open("false")) {
      RpcClient client = serve(transport);
      assertThrows(NoSuchRemoteMethodException.class, () -> client.call(PING, Map.of()));
    }
  }

  @Test
  void requests_are_counted_by_what_became_of_them() {
    try (Transport transport = open("false")) {
      Target target = Target.of("counted");
      RpcServer server =
          RpcServer.builder(transport, target.withServer("one")).endpoint(new Desk()).build();
      server.start();
      RpcClient client = RpcClient.create(transport, target);
      client.call("known", Map.of());
      client.call("known", Map.of());
      assertThrows(NoSuchRemoteMethodException.class, () -> client.call("nothing", Map.of()));
      assertEquals(
          Map.of("answered", 2L, "failed", 1L, "expired", 0L, "requeued", 0L), outcomes("counted"));
      server.stop();
    }
  }

  @Test
  @Timeout(60)
  void a_stop_ends_a_start_that_waits_for_its_broker() throws Exception {
    BrokerToCome broker = new BrokerToCome();
    assertEndsStart(broker, RpcServer::stop);
    assertEndsStart(broker, server -> server.drain(Deadline.never()));
  }

  @Test
  @Timeout(60)
  void a_server_that_was_stopped_at_its_start_gives_up_what_it_got_and_starts_again()
      throws Exception {
    BrokerToCome broker = new BrokerToCome();
    Target target = Target.of("late").withServer("one");
    RpcServer server = RpcServer.builder(broker.transport(), target).endpoint(new Desk()).build();
    broker.whenListening(server::stop);
    assertThrows(RpcInterruptedException.class, server::start);
    assertFalse(Thread.interrupted());
    assertEquals(1, broker.closed());
    broker.whenListening(() -> {});
    server.start();
    server.stop();
    assertEquals(2, broker.closed());
  }

  private static void assertEndsStart(BrokerToCome broker, End end) throws Exception {
    Target target = Target.of("deaf").withServer("one");
    RpcServer server = RpcServer.builder(broker.transport(), target).endpoint(new Desk()).build();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CountDownLatch listening = new CountDownLatch(1);
    broker.whenListening(() -> {
      listening.countDown();
      new CountDownLatch(1).await();
    });
    Thread.startVirtualThread(() -> {
      assertThrows(RpcInterruptedException.class, server::start);
      interrupted.complete(Thread.currentThread().isInterrupted());
    });
    listening.await();
    end.of(server);
    assertFalse(interrupted.get());
  }

  private interface End {
    void of(RpcServer server) throws InterruptedException;
  }

  private static Map<String, Long> outcomes(String topic) {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals("rpc_requests_total"))
        .filter(series -> series.labels().contains("topic=\"" + topic + "\""))
        .collect(
            Collectors.toMap(
                series -> series.labels().replaceFirst(".*outcome=\"(\\w+)\".*", "$1"),
                series -> series.values().getFirst()));
  }

  @Test
  void a_serializer_decides_what_of_a_context_is_sent() throws Exception {
    Serializer withoutTokens = new JsonSerializerWithout("auth_token");
    try (Transport transport = open("false")) {
      RpcClient client = serve(transport).withSerializer(withoutTokens);
      RpcContext context =
          RpcContext.of(Map.of("user_id", "ann", "auth_token", "secret", "request_id", "req-1"));
      JsonNode known = context.call(() -> client.call("known", Map.of(), JsonNode.class));
      assertEquals("[\"request_id\",\"user_id\"]", known.toString());
    }
  }

  @Test
  void a_request_that_finds_no_method_has_no_signs_of_life_after_its_reply() throws Exception {
    List<Reply> replies = new CopyOnWriteArrayList<>();
    Duration interval = Duration.ofMillis(5);
    RequestRunner runner =
        new RequestRunner(
            new EndpointTable(List.of(new Desk())),
            JsonSerializer.standard(),
            ErrorTypes.standard(),
            Acknowledge.ON_START);
    runner
        .run(new MonitoredRequest("nothing", interval, replies), () -> true, () -> false)
        .rest()
        .get();
    CountDownLatch later = new CountDownLatch(1);
    Timers.system().after(interval.multipliedBy(20), later::countDown);
    later.await(60, TimeUnit.SECONDS);
    assertEquals(Reply.Failed.class, replies.getLast().getClass());
  }

  private RpcClient serve(Transport transport) {
    Target target = Target.of("topic");
    RpcServer.builder(transport, target.withServer("one")).endpoint(new Desk()).build().start();
    return RpcClient.create(transport, target);
  }

  private Transport open(String ping) {
    Config config =
        Config.forTesting(RpcOptions.class).set("DEFAULT", "rpc_ping_enabled", ping).build();
    return Transport.open(TransportUrl.parse("memory://" + bus), config);
  }

  /// Keeps something of the context to itself.
  private record JsonSerializerWithout(String key) implements StandardSerializer {

    @Override
    public Map<String, JsonNode> serializeContext(RpcContext context) {
      Map<String, JsonNode> sent =
          new HashMap<>(StandardSerializer.super.serializeContext(context));
      sent.remove(key);
      return sent;
    }
  }

  /// A request whose caller wants signs of life.
  private record MonitoredRequest(String method, Duration interval, List<Reply> replies)
      implements IncomingRequest {

    @Override
    public RpcRequest request() {
      return new RpcRequest(method, Map.of(), Optional.empty(), Optional.empty(), Map.of());
    }

    @Override
    public Deadline deadline() {
      return Deadline.never();
    }

    @Override
    public Optional<Duration> heartbeatInterval() {
      return Optional.of(interval);
    }

    @Override
    public boolean wantsReply() {
      return true;
    }

    @Override
    public boolean accept() {
      return true;
    }

    @Override
    public void requeue() {}

    @Override
    public CompletableFuture<Boolean> reply(Reply reply) {
      replies.add(reply);
      return CompletableFuture.completedFuture(true);
    }
  }
}
