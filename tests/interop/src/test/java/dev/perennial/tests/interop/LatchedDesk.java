package dev.perennial.tests.interop;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.CallOptions;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/// Something to call on a topic and an exchange of its own, with a method that ends when the test
/// says so.
@Endpoint
final class LatchedDesk {

  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final Semaphore mayEnd = new Semaphore(0);
  private final String topic = "desk_" + UUID.randomUUID().toString().substring(0, 8);
  private final Target target = Target.of(topic).withExchange(topic);

  @RemoteMethod
  int add(int a, int b) {
    return a + b;
  }

  @RemoteMethod
  String slow(String what) throws InterruptedException {
    begun.add(what);
    mayEnd.acquire();
    return what;
  }

  /// The name of the topic, of its queue, and of the exchange.
  String topic() {
    return topic;
  }

  RpcServer serve(Transport transport) {
    return serve(transport, 8);
  }

  /// Serves as the server `one`, so many requests at a time.
  RpcServer serve(Transport transport, int limit) {
    return serve(transport, limit, Acknowledge.ON_START);
  }

  RpcServer serve(Transport transport, int limit, Acknowledge acknowledge) {
    RpcServer server =
        RpcServer.builder(transport, target.withServer("one"))
            .endpoint(this)
            .limit(limit)
            .acknowledge(acknowledge)
            .build();
    server.start();
    return server;
  }

  /// The sum of 1 and 2, by a call.
  int add(Transport transport) {
    return client(transport, Broker.PATIENCE).call("add", Map.of("a", 1, "b", 2), Integer.class);
  }

  /// Whether a call is answered soon.
  boolean answers(Transport transport) {
    try {
      RpcClient hasty = client(transport, Duration.ofSeconds(2));
      return hasty.call("add", Map.of("a", 1, "b", 2), Integer.class) == 3;
    } catch (RpcException notYet) {
      return false;
    }
  }

  /// Begins a call that ends when [#letEnd] allows it, and waits until it runs.
  void beginSlow(Transport transport, String what) throws InterruptedException {
    leaveSlow(transport, what);
    begun.take();
  }

  /// The same without waiting.
  void leaveSlow(Transport transport, String what) {
    Thread.startVirtualThread(() -> {
      try {
        client(transport, Broker.PATIENCE).call("slow", Map.of("what", what));
      } catch (RpcException closed) {
        // its transport was closed while it waited
      }
    });
  }

  /// Casts what [#letEnd] ends, so many times.
  void castSlow(Transport transport, int count, UnaryOperator<CallOptions> how) {
    RpcClient client = client(transport, Broker.PATIENCE).prepare(how);
    for (int i = 0; i < count; i++) {
      client.cast("slow", Map.of("what", "cast"));
    }
  }

  /// Waits until so many slow calls or casts have begun.
  void awaitBegun(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      begun.take();
    }
  }

  /// How many calls the broker has, delivered or not.
  int queued() throws Exception {
    return Broker.shared()
        .ctl("list_queues", "name", "messages")
        .lines()
        .filter(line -> line.startsWith(topic + "\t"))
        .mapToInt(line -> Integer.parseInt(line.split("\t")[1]))
        .sum();
  }

  /// Sends what is run as a slow call is.
  void castSlow(Transport transport, String what) {
    client(transport, Broker.PATIENCE).cast("slow", Map.of("what", what));
  }

  /// The slow calls that have begun and were not waited for, the first one first.
  List<String> begun() {
    return List.copyOf(begun);
  }

  /// Lets so many slow calls end.
  void letEnd(int calls) {
    mayEnd.release(calls);
  }

  private RpcClient client(Transport transport, Duration timeout) {
    return RpcClient.create(transport, target).prepare(how -> how.timeout(timeout));
  }
}
