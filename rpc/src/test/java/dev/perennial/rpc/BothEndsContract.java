package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What every transport has to do for a process that serves and calls over the same one: a method
/// that does not end keeps nothing waiting but its own caller.
abstract class BothEndsContract extends RequestTermsContract {

  private static final Duration SOON = Duration.ofSeconds(30);

  /// Adds, or has somebody else add.
  @Endpoint
  static final class Adder {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
    private final RpcClient other;

    Adder(RpcClient other) {
      this.other = other;
    }

    @RemoteMethod
    int add(int a, int b) {
      return a + b;
    }

    @RemoteMethod
    int delegate(int a, int b) {
      return other.call("add", Map.of("a", a, "b", b), Integer.class);
    }

    @RemoteMethod
    int stuck() throws InterruptedException {
      begun.countDown();
      goOn.await();
      return 0;
    }
  }

  @Test
  void a_stuck_method_keeps_no_other_call_of_its_transport_waiting() throws Exception {
    Adder adder = serve(topic, transport, 2);
    FutureTask<Integer> stuck = begin(adder);
    assertEquals(3, add(client(topic)));
    adder.goOn.countDown();
    assertEquals(0, stuck.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void replies_arrive_while_the_methods_of_their_transport_take_all_places() throws Exception {
    Adder adder = serve(topic, transport, 1);
    serve(topic + "_other", another(), 1);
    FutureTask<Integer> stuck = begin(adder);
    client(topic).cast("add", Map.of("a", 1, "b", 1)); // waits for a place
    assertEquals(3, add(client(topic + "_other")));
    adder.goOn.countDown();
    assertEquals(0, stuck.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void a_method_calls_its_own_server_over_the_transport_that_it_serves() throws Exception {
    serve(topic, transport, 2);
    assertEquals(3, client(topic).call("delegate", Map.of("a", 1, "b", 2), Integer.class));
  }

  private FutureTask<Integer> begin(Adder adder) throws InterruptedException {
    FutureTask<Integer> stuck =
        new FutureTask<>(() -> client(topic).call("stuck", Map.of(), Integer.class));
    Thread.startVirtualThread(stuck);
    adder.begun.await();
    return stuck;
  }

  private static int add(RpcClient client) {
    return client.call("add", Map.of("a", 1, "b", 2), Integer.class);
  }

  private RpcClient client(String to) {
    return RpcClient.create(transport, Target.of(to)).prepare(how -> how.timeout(SOON));
  }

  private Adder serve(String on, Transport over, int limit) {
    Adder adder = new Adder(client(on));
    RpcServer server =
        RpcServer.builder(over, Target.of(on).withServer("one"))
            .endpoint(adder)
            .limit(limit)
            .build();
    server.start();
    opened.add(server::stop);
    return adder;
  }
}
