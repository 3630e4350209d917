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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The broker is stopped or killed, and started again, while calls are made and casts wait in it.
final class F89BrokerRestartTest {

  // For what the goal is five seconds, on a machine that may be busy.
  private static final Duration OUTAGE = Duration.ofSeconds(Form.choose(20, 5));
  private static final int CALLERS = 8;
  private static final int CASTS = 20;
  private static final Map<String, String> DURABLE = Map.of("amqp_durable_queues", "true");
  private static final List<String> UNCERTAIN =
      List.of(
          UnknownOutcomeException.class.getSimpleName(), RpcTimeoutException.class.getSimpleName());

  /// How the broker ends.
  private enum End {
    STOP {
      @Override
      void happen(Broker broker) throws Exception {
        broker.stop();
      }
    },
    CRASH {
      @Override
      void happen(Broker broker) throws Exception {
        broker.crash();
      }
    };

    abstract void happen(Broker broker) throws Exception;
  }

  private final Broker broker = Broker.shared();
  private final CountingDesk desk = new CountingDesk();

  @ParameterizedTest
  @EnumSource
  void after_a_restart_of_the_broker_nothing_confirmed_is_lost_and_nothing_runs_twice(End end)
      throws Exception {
    Target topic = topic("f89_" + end);
    Target toNobody = topic("f89_waiting_" + end);
    CountingDesk waiting = new CountingDesk();
    try (Transport serving = broker.transport(DURABLE);
        Transport calling = broker.transport(DURABLE)) {
      declareQueueWithoutServer(serving, toNobody);
      castToNobody(calling, toNobody);
      for (String id : restartUnderLoad(topic, serving, calling, end)) {
        assertEquals(1, desk.runsOf(id), id);
      }
      RpcServer late = server(serving, toNobody, waiting);
      late.start();
      Waiting.until(
          "the casts that waited are run", Broker.PATIENCE, () -> waiting.total() == CASTS);
      assertEquals(0, waiting.runs().twice());
      late.stop();
    }
  }

  // What waits in such queues goes with the broker. They are declared again, and no call is run
  // twice or ends without a reason. Only in the full form: callers whose requests are gone wait
  // until their time is over.
  @Test
  @EnabledIfSystemProperty(named = "perennial.form", matches = "full")
  void after_a_restart_of_the_broker_queues_that_went_with_it_are_back() throws Exception {
    try (Transport serving = broker.transport();
        Transport calling = broker.transport()) {
      restartUnderLoad(topic("f89_transient"), serving, calling, End.CRASH);
    }
  }

  /// Ends the broker while calls are made, and starts it again.
  ///
  /// @return the calls that were sent and have had no reply
  private List<String> restartUnderLoad(Target topic, Transport serving, Transport calling, End end)
      throws Exception {
    RpcServer server = server(serving, topic, desk);
    server.start();
    RpcClient client = RpcClient.create(calling, topic);
    try (Callers callers = Callers.start(client, Duration.ofSeconds(20), CALLERS, 5)) {
      callers.awaitAnswers(50);
      end.happen(broker);
      broker.startAgain();
      long started = System.nanoTime();
      callers.awaitAnswers(50);
      Duration outage = Duration.ofNanos(System.nanoTime() - started);
      callers.finish();
      assertTrue(outage.compareTo(OUTAGE) < 0, outage::toString);
      List<String> unheard = unheard(callers);
      assertTrue(unheard.size() <= CALLERS, unheard::toString);
      for (String id : callers.answered) {
        assertEquals(1, desk.runsOf(id), id);
      }
      assertAccountedFor(callers, desk);
      Tally tally = callers.tally(desk, topic.requireTopic(), serving);
      tally.assertNoneIsLostOrRunTwice();
      assertTrue(calling.status().reconnects() > 0);
      assertEquals(0, calling.status().waitingCalls());
      Form.summary(
          "F89 " + topic.requireTopic(),
          tally
              + ", "
              + unheard.size()
              + " replies lost in the broker; reasons "
              + callers.someReasons()
              + "; answers again "
              + outage.toMillis()
              + " ms after the broker was up");
      return unheard;
    } finally {
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
  private static void declareQueueWithoutServer(Transport transport, Target topic) {
    RpcServer first = server(transport, topic, new CountingDesk());
    first.start();
    first.stop();
  }

  private static void castToNobody(Transport transport, Target topic) {
    RpcClient client = RpcClient.create(transport, topic);
    for (int i = 0; i < CASTS; i++) {
      client.cast("work", Map.of("id", "w" + i, "millis", 0));
    }
  }

  private static Target topic(String name) {
    return Target.of(name).withExchange(name);
  }

  private static RpcServer server(Transport transport, Target topic, CountingDesk desk) {
    return RpcServer.builder(transport, topic.withServer("one")).endpoint(desk).build();
  }
}
