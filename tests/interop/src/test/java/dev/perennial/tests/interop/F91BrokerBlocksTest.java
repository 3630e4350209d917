package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy.IgnoreFailures;

/// The broker is short of memory and takes no messages.
final class F91BrokerBlocksTest {

  private static final Pattern CONDUCTOR_FAILS =
      Pattern.compile("\"name\":\"conductor\",\"status\":\"failed\"");

  @TempDir(deletionStrategy = IgnoreFailures.class)
  private Path directory;

  @Test
  void while_the_broker_blocks_calls_fail_in_time_and_are_not_run_when_it_goes_on()
      throws Exception {
    Broker broker = Broker.shared();
    CountingDesk desk = new CountingDesk();
    try (Transport serving = broker.transport();
        Transport calling = broker.transport()) {
      RpcServer one = server(serving, "one", desk);
      RpcServer two = server(serving, "two", desk);
      RpcClient client = RpcClient.create(calling, Target.of("f91"));
      try (Callers callers = Callers.start(client, Duration.ofSeconds(1), 8, 1)) {
        callers.awaitAnswers(20);
        broker.ctl("set_vm_memory_high_watermark", "absolute", "1");
        Waiting.until(
            "the alarm is seen", Broker.PATIENCE, () -> calling.status().blocked().isPresent());
        int before = callers.failed.size();
        Waiting.until("calls fail", Broker.PATIENCE, () -> callers.failed.size() >= before + 24);
        broker.ctl("set_vm_memory_high_watermark", "0.6");
        callers.awaitAnswers(20);
        callers.finish();
        assertTrue(
            callers.reasons.values().stream().anyMatch(text -> text.contains("blocks publishers")));
        long late =
            callers.failed.entrySet().stream()
                .filter(failure -> desk.beganAfter(failure.getKey(), failure.getValue()))
                .count();
        assertEquals(0, late, "calls that were run after their callers had been told");
        callers.assertInTime();
        assertEquals(0, calling.status().waitingCalls());
        Tally tally = callers.tally(desk, "f91", serving);
        tally.assertNoneIsLostOrRunTwice();
        Form.summary(
            "F91",
            tally
                + ", 0 run late, "
                + serving.status().expired()
                + " dropped because their callers had given up; the longest overran by "
                + callers.overrun().toMillis()
                + " ms");
      } finally {
        broker.ctl("set_vm_memory_high_watermark", "0.6");
      }
      one.stop();
      two.stop();
    }
  }

  @Test
  void operators_see_in_metrics_and_health_of_an_api_that_the_broker_blocks_its_calls()
      throws Exception {
    Broker broker = Broker.shared();
    try (RunningOrchestrator program = RunningOrchestrator.start(directory, options(broker))) {
      program.load(1);
      awaitBlocked(program, 0);
      awaitAllWell(program);
      broker.ctl("set_vm_memory_high_watermark", "absolute", "1");
      awaitBlocked(program, 1);
      InstanceLoad.Answer health = ask(program, "/healthz");
      assertEquals(503, health.status(), health::text);
      assertTrue(CONDUCTOR_FAILS.matcher(health.text()).find(), health::text);
      // Clients hear from the worker why; without it they would hear nothing.
      InstanceLoad.Answer ready = ask(program, "/readyz");
      assertEquals(200, ready.status(), ready::text);
      broker.ctl("set_vm_memory_high_watermark", "0.6");
      awaitBlocked(program, 0);
      awaitAllWell(program);
    } finally {
      broker.ctl("set_vm_memory_high_watermark", "0.6");
    }
  }

  private static void awaitAllWell(RunningOrchestrator program) {
    Waiting.until("all is well", Broker.PATIENCE, () -> ask(program, "/healthz").status() == 200);
  }

  private static InstanceLoad.Answer ask(RunningOrchestrator program, String path)
      throws IOException {
    return InstanceLoad.send("GET", program.instances().resolve(path), "");
  }

  // A broker tells those that it blocks when they send something.
  private static void awaitBlocked(RunningOrchestrator program, int value)
      throws InterruptedException {
    Pattern blocked =
        Pattern.compile("rpc_transport_blocked\\{service=\"orchestrator-api\"[^}]*} " + value);
    Waiting.until(
        "the metrics have " + blocked,
        Broker.PATIENCE,
        () -> {
          InstanceLoad.send("GET", program.instances(), "");
          return blocked.matcher(program.metrics()).find();
        });
  }

  // Other tests have made an exchange of the default name, which is not durable.
  private static String options(Broker broker) {
    return """
    transport_url = %s
    control_exchange = orchestrator
    rpc_response_timeout = 2
    """
        .formatted(broker.url());
  }

  private static RpcServer server(Transport transport, String name, CountingDesk desk) {
    RpcServer server =
        RpcServer.builder(transport, Target.of("f91").withServer(name)).endpoint(desk).build();
    server.start();
    return server;
  }
}
