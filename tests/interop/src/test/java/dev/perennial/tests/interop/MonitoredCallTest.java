package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Servers that go while they run a call whose caller wants signs of life: the call fails when the
/// time of its monitor is over, however long its timeout is.
final class MonitoredCallTest {

  private static final int MONITOR_SECONDS = 2;
  private static final Duration WITHIN =
      Duration.ofSeconds(MONITOR_SECONDS).plus(Callers.MOST_OVERRUN);
  private static final int TIMEOUT_SECONDS = 60;
  private static final Map<String, Object> WORK = Map.of("id", "one", "millis", 60_000);

  private final String topic = "monitored_" + UUID.randomUUID().toString().substring(0, 8);
  private final CountingDesk desk = new CountingDesk();

  /// What takes a server away.
  private interface Loss {
    void happen() throws Exception;
  }

  @Test
  void a_call_fails_soon_when_the_program_that_runs_it_is_killed() throws Exception {
    Path directory = Files.createTempDirectory("perennial-monitored");
    Process program = DeskProgram.start(Broker.shared(), topic, Acknowledge.ON_START, 1, directory);
    try {
      DeskProgram.awaitListening(Broker.shared(), topic);
      assertGivesUp(
          "work",
          WORK,
          () -> DeskProgram.begun(directory).contains("one"),
          program::destroyForcibly);
    } finally {
      program.destroyForcibly();
      Directories.delete(directory);
    }
  }

  @Test
  void a_call_fails_soon_when_its_server_has_lost_the_broker() throws Exception {
    try (Relay relay = new Relay(Broker.shared().port());
        Transport serving = openOver(relay)) {
      RpcServer server = serve(serving);
      assertGivesUp("work", WORK, () -> desk.runsOf("one") == 1, relay::close);
      server.stop();
    }
  }

  @Test
  void a_call_fails_soon_when_its_python_server_is_killed() throws Exception {
    try (OsloMessaging python = OsloMessaging.start(Broker.shared())) {
      python.serve(topic, "python");
      assertGivesUp("slow", Map.of("seconds", 60), () -> !python.notes().isEmpty(), python::close);
    }
  }

  @Test
  void a_call_of_python_fails_soon_when_its_server_has_lost_the_broker() throws Exception {
    try (OsloMessaging python = OsloMessaging.start(Broker.shared());
        Relay relay = new Relay(Broker.shared().port());
        Transport serving = openOver(relay)) {
      RpcServer server = serve(serving);
      Map<String, Integer> how = Map.of("timeout", TIMEOUT_SECONDS, "monitor", MONITOR_SECONDS);
      String error =
          afterLoss(
              () -> python.call(topic, how, "work", WORK).error(),
              () -> desk.runsOf("one") == 1,
              relay::close);
      assertEquals("MessagingTimeout", error);
      server.stop();
    }
  }

  private void assertGivesUp(
      String method, Map<String, ?> arguments, Waiting.Condition runs, Loss loss) throws Exception {
    try (Transport calling = Broker.shared().transport()) {
      RpcClient client =
          RpcClient.create(calling, Target.of(topic))
              .prepare(to ->
                  to.timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                      .callMonitorTimeout(Duration.ofSeconds(MONITOR_SECONDS)));
      RpcTimeoutException failure =
          afterLoss(
              () -> assertThrows(RpcTimeoutException.class, () -> client.call(method, arguments)),
              runs,
              loss);
      assertTrue(failure.getMessage().startsWith("no sign of life"), failure::getMessage);
      assertEquals(0, calling.status().waitingCalls());
    }
  }

  // What became of the call.
  private static <T> T afterLoss(Callable<T> call, Waiting.Condition runs, Loss loss)
      throws Exception {
    FutureTask<T> end = new FutureTask<>(call);
    Thread.startVirtualThread(end);
    Waiting.until("it runs", Broker.PATIENCE, runs);
    loss.happen();
    long lost = System.nanoTime();
    T became = end.get(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Duration waited = Duration.ofNanos(System.nanoTime() - lost);
    assertTrue(waited.compareTo(WITHIN) < 0, waited::toString);
    return became;
  }

  private RpcServer serve(Transport transport) {
    RpcServer server =
        RpcServer.builder(transport, Target.of(topic).withServer("one")).endpoint(desk).build();
    server.start();
    return server;
  }

  private static Transport openOver(Relay relay) throws Exception {
    relay.open();
    String url = "rabbit://guest:guest@127.0.0.1:" + relay.port() + "/";
    return Transport.open(TransportUrl.parse(url), Broker.shared().config(Map.of()));
  }
}
