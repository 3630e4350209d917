package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.Acknowledge;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program, of one process or with workers, is told to stop while it runs fifty calls, ten of
/// which take longer than it has.
final class F94TermWithCallsRunningTest {

  private static final int CALLS = 50;
  private static final int LONG_CALLS = 10;

  private final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
  private final CountingDesk inner = new CountingDesk();
  private final CountingDesk successor = new CountingDesk();
  // By the program and by its successor.
  private final Runs begun = new Runs();

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_program_that_stops_answers_what_it_can_and_gives_back_the_rest(int workers)
      throws Exception {
    stopWhileCallsRun("f94_completion_" + workers, Acknowledge.ON_COMPLETION, workers);
    assertEquals(List.of(), List.copyOf(failed));
    assertEquals(CALLS, answered.size());
    assertEquals(LONG_CALLS, successor.total(), "run by its successor");
    assertEquals(LONG_CALLS, begun.twice(), "begun again");
    Form.summary(
        scenario(Acknowledge.ON_COMPLETION, workers), tally() + ": those that were cut off");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_program_that_stops_answers_what_it_can_and_has_the_rest_fail_where_nothing_runs_twice(
      int workers) throws Exception {
    stopWhileCallsRun("f94_start_" + workers, Acknowledge.ON_START, workers);
    assertEquals(CALLS - LONG_CALLS, answered.size());
    assertEquals(LONG_CALLS, failed.size(), "cut off");
    assertTrue(
        failed.stream().allMatch(text -> text.contains("InterruptedException")), failed::toString);
    assertEquals(0, successor.total(), "run by its successor");
    tally().assertNoneIsLostOrRunTwice();
    Form.summary(scenario(Acknowledge.ON_START, workers), tally() + "; reasons " + failed.peek());
  }

  private static String scenario(Acknowledge acknowledge, int workers) {
    return "F94 " + acknowledge + (workers == 1 ? ", one process" : ", " + workers + " workers");
  }

  private void stopWhileCallsRun(String topic, Acknowledge acknowledge, int workers)
      throws Exception {
    Broker broker = Broker.shared();
    Path directory = Files.createTempDirectory("perennial-f94");
    Process program = DeskProgram.start(broker, topic, acknowledge, workers, directory);
    try (Transport calling = broker.transport();
        Transport serving = broker.transport()) {
      RpcClient client =
          RpcClient.create(calling, Target.of(topic))
              .prepare(to -> to.timeout(Duration.ofSeconds(60)));
      DeskProgram.awaitListening(broker, topic);
      serve(serving, topic + DeskProgram.INNER, inner);
      begin(client);
      Waiting.until(
          "all calls run", Broker.PATIENCE, () -> DeskProgram.begun(directory).size() == CALLS);
      program.destroy();
      assertTrue(program.waitFor(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      assertEquals(1, program.exitValue(), "not all calls had ended in time");
      // Its last answers may still be on their way; what it has given back waits for a successor.
      Waiting.until(
          "the program's answers",
          Broker.PATIENCE,
          () -> answered.size() >= CALLS - LONG_CALLS || ended() == CALLS);
      int byProgram = answered.size();
      serve(serving, topic, new HastyDesk(successor));
      Waiting.until("all calls end", Broker.PATIENCE, () -> ended() == CALLS);
      // What waits in the queue comes before it.
      client.call("probe", Map.of());
      assertEquals(
          CALLS - LONG_CALLS, byProgram, "answered by the program that stopped: " + failed);
      assertEquals(0, calling.status().waitingCalls());
      DeskProgram.begun(directory).forEach(begun::add);
      successor.runs().ids().forEach(begun::add);
      assertEquals(0, inner.runs().twice());
    } finally {
      program.destroyForcibly();
      Directories.delete(directory);
    }
  }

  private void begin(RpcClient client) {
    for (int i = 0; i < CALLS; i++) {
      // The long ones outlast the time that the program has for its stop.
      int millis = i < LONG_CALLS ? 40_000 : 2_500;
      String id = "c" + i;
      // Half of the long ones wait for the reply to a call of their own.
      String method = i < LONG_CALLS / 2 ? "delegate" : "work";
      Thread.startVirtualThread(() -> call(client, method, id, millis));
    }
  }

  private void call(RpcClient client, String method, String id, int millis) {
    try {
      answered.add(client.call(method, Map.of("id", id, "millis", millis), String.class));
    } catch (RpcException failure) {
      failed.add(id + ": " + failure.getMessage());
    }
  }

  private int ended() {
    return answered.size() + failed.size();
  }

  private Tally tally() {
    return new Tally(CALLS, answered.size(), failed.size(), successor.total(), begun.twice());
  }

  /// Runs what was given back, without its length.
  @Endpoint
  static final class HastyDesk {
    private final CountingDesk desk;

    HastyDesk(CountingDesk desk) {
      this.desk = desk;
    }

    @RemoteMethod
    String work(String id, int millis) throws InterruptedException {
      return desk.work(id, Math.min(millis, 1));
    }

    @RemoteMethod
    String delegate(String id, int millis) throws InterruptedException {
      return work(id, millis);
    }

    @RemoteMethod
    String probe() {
      return "";
    }
  }

  private static void serve(Transport transport, String topic, Object desk) {
    RpcServer.builder(transport, Target.of(topic).withServer("successor"))
        .endpoint(desk)
        .build()
        .start();
  }
}
