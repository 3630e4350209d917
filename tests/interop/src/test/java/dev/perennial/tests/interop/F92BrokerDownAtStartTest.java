package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcInterruptedException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nobody listens at the address of the broker when the program starts.
final class F92BrokerDownAtStartTest {

  // Well below the five seconds of an attempt to connect; on a busy machine below the minute that
  // calls wait which do not say how long.
  private static final Duration AT_ONCE = Duration.ofSeconds(Form.choose(20, 3));

  @Test
  void a_server_waits_for_its_broker_and_a_call_does_not_wait_longer_than_asked() throws Exception {
    Broker broker = Broker.shared();
    try (Relay relay = new Relay(broker.port());
        Transport transport = transport(broker, relay)) {
      CountingDesk desk = new CountingDesk();
      RpcServer server = server(transport, desk);
      Thread starting = Thread.ofVirtual().start(server::start);
      RpcClient client = RpcClient.create(transport, Target.of("f92"));
      RpcClient hasty = client.prepare(to -> to.timeout(Duration.ofMillis(300)));
      long begin = System.nanoTime();
      String reason =
          assertThrows(DeliveryException.class, () -> hasty.call("work", Map.of())).getMessage();
      Duration waited = Duration.ofNanos(System.nanoTime() - begin);
      assertTrue(reason.contains("never sent"), reason);
      assertTrue(waited.toMillis() >= 300 && waited.compareTo(AT_ONCE) < 0, waited::toString);
      RpcClient once = client.prepare(to -> to.retries(0));
      assertThrows(DeliveryException.class, () -> once.cast("work", Map.of()));
      assertTrue(starting.isAlive());
      try (Callers callers = Callers.start(client, Duration.ofSeconds(1), 4, 1)) {
        Waiting.until("calls fail", Broker.PATIENCE, () -> callers.failed.size() >= 4);
        relay.open();
        starting.join();
        callers.awaitAnswers(20);
        callers.finish();
        callers.assertInTime();
        assertEquals(0, transport.status().waitingCalls());
        Tally tally = callers.tally(desk, "f92", transport);
        tally.assertNoneIsLostOrRunTwice();
        Form.summary("F92", tally + "; reasons " + callers.someReasons());
      }
      server.stop();
    }
  }

  @Test
  void a_server_that_waits_for_its_broker_obeys_an_interrupt() throws Exception {
    Broker broker = Broker.shared();
    try (Relay relay = new Relay(broker.port());
        Transport transport = transport(broker, relay)) {
      CompletableFuture<Exception> end = new CompletableFuture<>();
      Thread starting =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  server(transport, new CountingDesk()).start();
                } catch (RpcInterruptedException stopped) {
                  end.complete(stopped);
                }
              });
      starting.interrupt();
      assertTrue(end.get(60, TimeUnit.SECONDS).getMessage().contains("waiting for the broker"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER,  1, TERM, 0",
    "SERVER,  1, INT,  1",
    "SERVICE, 1, TERM, 0",
    "SERVICE, 1, INT,  1",
    "SERVICE, 2, TERM, 0",
    "SERVICE, 2, INT,  1"
  })
  void a_program_that_waits_for_its_broker_obeys_signals(
      EarlyProgram.Kind kind, int workers, String signal, int exitCode) throws Exception {
    try (Relay nobody = new Relay(Broker.shared().port())) {
      Path directory = Files.createTempDirectory("f92");
      Path log = directory.resolve(JavaProgram.LOG);
      String url = "rabbit://127.0.0.1:" + nobody.port() + "/";
      Process program = EarlyProgram.start(kind, workers, url, directory);
      try {
        Waiting.until(
            "it waits for its broker",
            Broker.PATIENCE,
            () -> Files.readString(log).contains("cannot consume"));
        RunningOrchestrator.signal(program.pid(), signal);
        assertTrue(
            program.waitFor(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS),
            () -> "it did not end: " + log);
        String output = Files.readString(log);
        assertEquals(exitCode, program.exitValue(), output);
        if (kind == EarlyProgram.Kind.SERVICE && workers == 1 && exitCode == 0) {
          assertTrue(output.contains("the manager is stopped"), output);
        }
      } finally {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
      }
      Directories.delete(directory);
    }
  }

  @Test
  void a_wrong_password_is_told_at_once() {
    Broker broker = Broker.shared();
    String url = "rabbit://guest:hunter2@127.0.0.1:" + broker.port() + "/";
    try (Transport transport = Transport.open(TransportUrl.parse(url), broker.config(Map.of()))) {
      String reason =
          assertThrows(DeliveryException.class, () -> server(transport, new CountingDesk()).start())
              .getMessage();
      assertTrue(reason.contains("refused user and password"), reason);
      assertTrue(!reason.contains("hunter2"), reason);
    }
  }

  private static Transport transport(Broker broker, Relay relay) {
    String url = "rabbit://127.0.0.1:" + relay.port() + "/?kombu_reconnect_delay=0.2";
    return Transport.open(TransportUrl.parse(url), broker.config(Map.of()));
  }

  private static RpcServer server(Transport transport, CountingDesk desk) {
    return RpcServer.builder(transport, Target.of("f92").withServer("one")).endpoint(desk).build();
  }
}
