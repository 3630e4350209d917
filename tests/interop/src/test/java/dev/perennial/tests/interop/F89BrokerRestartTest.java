package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.UnknownOutcomeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The broker is stopped and started again while calls are made and casts wait in it.
final class F89BrokerRestartTest {

  private static final Target TOPIC = Target.of("f89").withExchange("f89");
  // For what the goal is five seconds, on a machine that may be busy.
  private static final Duration OUTAGE = Duration.ofSeconds(Form.choose(20, 5));
  private static final int CALLERS = 8;
  private static final Map<String, String> DURABLE = Map.of("amqp_durable_queues", "true");
  private static final List<String> UNCERTAIN =
      List.of(
          UnknownOutcomeException.class.getSimpleName(), RpcTimeoutException.class.getSimpleName());

  @Test
  void after_a_restart_of_the_broker_nothing_confirmed_is_lost_and_nothing_runs_twice()
      throws Exception {
    Broker broker = Broker.shared();
    CountingDesk desk = new CountingDesk();
    CountingDesk waiting = new CountingDesk();
    try (Transport serving = broker.transport(DURABLE);
        Transport calling = broker.transport(DURABLE)) {
      RpcServer server = server(serving, TOPIC, desk);
      server.start();
      declareQueueWithoutServer(serving, waiting);
      RpcClient client = RpcClient.create(calling, TOPIC);
      Duration outage;
      try (Callers callers = Callers.start(client, Duration.ofSeconds(20), CALLERS, 5)) {
        callers.awaitAnswers(50);
        castToNobody(calling, 20);
        broker.stop();
        broker.startAgain();
        long started = System.nanoTime();
        callers.awaitAnswers(50);
        outage = Duration.ofNanos(System.nanoTime() - started);
        callers.finish();
        assertTrue(outage.compareTo(OUTAGE) < 0, outage::toString);
        List<String> unheard = unheard(callers);
        assertTrue(unheard.size() <= CALLERS, unheard::toString);
        for (String id : unheard) {
          assertEquals(1, desk.runsOf(id), id);
        }
        for (String id : callers.answered) {
          assertEquals(1, desk.runsOf(id), id);
        }
        assertAccountedFor(callers, desk);
        Tally tally = callers.tally(desk, "f89", serving);
        tally.assertNoneIsLostOrRunTwice();
        Form.summary(
            "F89",
            tally
                + ", "
                + unheard.size()
                + " replies lost in the broker; reasons "
                + callers.someReasons()
                + "; answers again "
                + outage.toMillis()
                + " ms after the broker was up");
      }
      RpcServer late = server(serving, TOPIC.withTopic("f89_waiting"), waiting);
      late.start();
      Waiting.until("the casts that waited are run", Broker.PATIENCE, () -> waiting.total() == 20);
      assertEquals(0, waiting.runs().twice());
      assertTrue(calling.status().reconnects() > 0);
      assertEquals(0, calling.status().waitingCalls());
      late.stop();
      server.stop();
    }
  }

  // Whatever was run was answered, or its caller was told that nobody knows; of what callers were
  // told that it was not sent, nothing was run.
  private static void assertAccountedFor(Callers callers, CountingDesk desk) {
    Set<String> heard = new HashSet<>(callers.answered);
    callers.reasons.forEach((id, reason) -> {
      if (UNCERTAIN.stream().anyMatch(reason::startsWith)) {
        heard.add(id);
      } else {
        assertEquals(0, desk.runsOf(id), reason);
      }
    });
    Set<String> silent = new HashSet<>(desk.runs().ids());
    silent.removeAll(heard);
    assertEquals(Set.of(), silent, "run and not heard of");
  }

  // A call whose fate the restart has made uncertain hears so at once. A reply that the broker has
  // confirmed and not yet written when it ends is lost with the connection of its caller, who waits
  // until its time is over: at most the call that each caller was in, and it has run.
  private static List<String> unheard(Callers callers) {
    return callers.reasons.entrySet().stream()
        .filter(reason -> reason.getValue().startsWith(RpcTimeoutException.class.getSimpleName()))
        .map(Map.Entry::getKey)
        .toList();
  }

  // Its queue outlives it.
  private static void declareQueueWithoutServer(Transport transport, CountingDesk desk) {
    RpcServer first = server(transport, TOPIC.withTopic("f89_waiting"), desk);
    first.start();
    first.stop();
  }

  private static void castToNobody(Transport transport, int count) {
    RpcClient client = RpcClient.create(transport, TOPIC.withTopic("f89_waiting"));
    for (int i = 0; i < count; i++) {
      client.cast("work", Map.of("id", "w" + i, "millis", 0));
    }
  }

  private static RpcServer server(Transport transport, Target topic, CountingDesk desk) {
    return RpcServer.builder(transport, topic.withServer("one")).endpoint(desk).build();
  }
}
