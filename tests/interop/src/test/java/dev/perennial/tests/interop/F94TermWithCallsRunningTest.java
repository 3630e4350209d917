package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A program is told to stop while it runs fifty calls, ten of which take longer than it has.
final class F94TermWithCallsRunningTest {

  private static final String TOPIC = "f94";
  private static final int CALLS = 50;
  private static final int LONG_CALLS = 10;

  private final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();

  @Test
  void a_program_that_stops_answers_what_it_can_and_gives_back_the_rest() throws Exception {
    Broker broker = Broker.shared();
    Path directory = Files.createTempDirectory("perennial-f94");
    Process program = start(broker, directory);
    CountingDesk successor = new CountingDesk();
    try (Transport calling = broker.transport();
        Transport serving = broker.transport()) {
      RpcClient client =
          RpcClient.create(calling, Target.of(TOPIC))
              .prepare(to -> to.timeout(Duration.ofSeconds(60)));
      Waiting.until("the program listens", Broker.PATIENCE, () -> listens(client));
      RpcServer inner = serve(serving, "_inner", new CountingDesk());
      for (int i = 0; i < CALLS; i++) {
        // The long ones outlast the eight seconds that the program has for its stop.
        int millis = i < LONG_CALLS ? 40_000 : 2_500;
        String id = "c" + i;
        // Half of the long ones wait for the reply to a call of their own.
        String method = i < LONG_CALLS / 2 ? "delegate" : "work";
        Thread.startVirtualThread(() -> call(client, method, id, millis));
      }
      Waiting.until("all calls run", Broker.PATIENCE, () -> begun(directory) == CALLS);
      program.destroy();
      assertTrue(program.waitFor(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      // Its last answers may still be on their way; the others have to wait for a successor.
      Waiting.until(
          "the program's answers",
          Broker.PATIENCE,
          () -> answered.size() + failed.size() >= CALLS - LONG_CALLS);
      int byProgram = answered.size();
      RpcServer server = serve(serving, "", new HastyDesk(successor));
      Waiting.until(
          "all calls end", Broker.PATIENCE, () -> answered.size() + failed.size() == CALLS);
      assertEquals(
          CALLS - LONG_CALLS, byProgram, "answered by the program that stopped: " + failed);
      assertEquals(List.of(), List.copyOf(failed));
      assertEquals(LONG_CALLS, successor.total(), "run by its successor");
      assertEquals(0, calling.status().waitingCalls());
      Form.summary(
          "F94",
          byProgram
              + " answered before the end, "
              + successor.total()
              + " given back and answered by another, 0 lost");
      server.stop();
      inner.stop();
    } finally {
      program.destroyForcibly();
      Directories.delete(directory);
    }
  }

  /// Runs what was given back, without its length.
  @dev.perennial.rpc.Endpoint
  static final class HastyDesk {
    private final CountingDesk desk;

    HastyDesk(CountingDesk desk) {
      this.desk = desk;
    }

    @dev.perennial.rpc.RemoteMethod
    String work(String id, int millis) throws InterruptedException {
      return desk.work(id, Math.min(millis, 1));
    }

    @dev.perennial.rpc.RemoteMethod
    String delegate(String id, int millis) throws InterruptedException {
      return work(id, millis);
    }
  }

  private static RpcServer serve(Transport transport, String suffix, Object desk) {
    RpcServer server =
        RpcServer.builder(transport, Target.of(TOPIC + suffix).withServer("successor"))
            .endpoint(desk)
            .build();
    server.start();
    return server;
  }

  private void call(RpcClient client, String method, String id, int millis) {
    try {
      answered.add(client.call(method, Map.of("id", id, "millis", millis), String.class));
    } catch (RpcException failure) {
      failed.add(id + ": " + failure.getMessage());
    }
  }

  private static boolean listens(RpcClient client) {
    try {
      client.call("work", Map.of("id", "probe", "millis", 0));
      return true;
    } catch (RpcException notYet) {
      return false;
    }
  }

  private static long begun(Path directory) throws Exception {
    return Files.readString(directory.resolve("program.log"))
        .lines()
        .filter(line -> line.startsWith("begun c"))
        .count();
  }

  private static Process start(Broker broker, Path directory) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            DeskProgram.class.getName(),
            broker.url(),
            TOPIC,
            directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("program.log").toFile())
        .start();
  }
}
