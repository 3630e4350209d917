package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import dev.perennial.config.TestingConfigBuilder;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// What the options of `[DEFAULT]` do.
final class RpcOptionsTest {

  private static final Target TOPIC = Target.of("topic");

  private final String bus = "memory://" + UUID.randomUUID();
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final Semaphore mayEnd = new Semaphore(0);

  @Endpoint
  final class Desk {
    @RemoteMethod
    String stay(String name) throws InterruptedException {
      begun.add(name);
      mayEnd.acquire();
      return name;
    }
  }

  @Test
  void the_url_of_the_options_says_which_bus_it_is() {
    try (Transport one = open(Map.of());
        Transport same = open(Map.of());
        Transport other = open(Map.of("transport_url", "memory://" + UUID.randomUUID()))) {
      serve(one);
      mayEnd.release();
      assertEquals("same", call(same, "same"));
      assertThrows(UndeliverableException.class, () -> call(other, "other"));
    }
  }

  @Test
  void programs_with_different_exchanges_do_not_hear_each_other() {
    try (Transport tacker = open(Map.of("control_exchange", "tacker"));
        Transport same = open(Map.of("control_exchange", "tacker"));
        Transport nova = open(Map.of("control_exchange", "nova"))) {
      serve(tacker);
      mayEnd.release();
      assertEquals("same", call(same, "same"));
      assertThrows(UndeliverableException.class, () -> call(nova, "nova"));
    }
  }

  @Test
  void a_call_that_sets_no_timeout_has_that_of_the_options() {
    try (Transport transport = open(Map.of("rpc_response_timeout", "0.05"))) {
      serve(transport);
      assertThrows(RpcTimeoutException.class, () -> call(transport, "slow"));
    }
  }

  @Test
  void a_server_runs_as_many_requests_at_a_time_as_the_options_say() throws Exception {
    try (Transport transport = open(Map.of("executor_thread_pool_size", "2"))) {
      RpcServer server = serve(transport);
      for (int i = 0; i < 3; i++) {
        RpcClient.create(transport, TOPIC).cast("stay", Map.of("name", "cast " + i));
      }
      begun.take();
      begun.take();
      assertEquals(2, server.activity().inFlight());
      mayEnd.release();
      begun.take();
      mayEnd.release(2);
    }
  }

  private RpcServer serve(Transport transport) {
    RpcServer server =
        RpcServer.builder(transport, TOPIC.withServer("one")).endpoint(new Desk()).build();
    server.start();
    return server;
  }

  private static String call(Transport transport, String name) {
    return RpcClient.create(transport, TOPIC).call("stay", Map.of("name", name), String.class);
  }

  private Transport open(Map<String, String> options) {
    TestingConfigBuilder config = Config.forTesting(RpcOptions.class);
    config.set("DEFAULT", "transport_url", bus);
    options.forEach((name, value) -> config.set("DEFAULT", name, value));
    return Transport.open(config.build());
  }
}
