package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.RpcTimeoutException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.UnknownOutcomeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The broker stands still, as behind a network that swallows everything.
final class F90BrokerPartitionTest {

  // Twice the threshold, and what a busy machine takes.
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(Form.choose(15, 4));
  private static final List<String> CAUSES =
      Stream.of(RpcTimeoutException.class, UnknownOutcomeException.class, DeliveryException.class)
          .map(Class::getSimpleName)
          .toList();
  private static final String SILENCE = "the broker was silent";
  private static final Map<String, String> QUICK = Map.of("heartbeat_timeout_threshold", "2");

  @Test
  void a_silent_broker_is_noticed_calls_end_in_time_and_nobody_waits_for_ever() throws Exception {
    Broker broker = Broker.shared();
    CountingDesk desk = new CountingDesk();
    try (Transport serving = broker.transport(QUICK);
        Transport calling = broker.transport(QUICK)) {
      RpcServer server =
          RpcServer.builder(serving, Target.of("f90").withServer("one")).endpoint(desk).build();
      server.start();
      RpcClient client = RpcClient.create(calling, Target.of("f90"));
      try (Callers callers = Callers.start(client, Duration.ofSeconds(2), 8, 1)) {
        callers.awaitAnswers(20);
        long frozen = System.nanoTime();
        broker.freeze();
        Waiting.until("the loss is noticed", Broker.PATIENCE, () -> !calling.status().connected());
        Duration noticed = Duration.ofNanos(System.nanoTime() - frozen);
        assertTrue(noticed.compareTo(NOTICED_WITHIN) < 0, noticed::toString);
        int before = callers.failed.size();
        Waiting.until("calls fail", Broker.PATIENCE, () -> callers.failed.size() >= before + 8);
        broker.thaw();
        callers.awaitAnswers(20);
        callers.finish();
        callers.assertInTime();
        assertEquals(0, calling.status().waitingCalls());
        assertToldWhy(callers);
        for (Map.Entry<String, Long> failure : callers.failed.entrySet()) {
          assertTrue(
              !desk.beganAfter(failure.getKey(), failure.getValue()),
              failure.getKey()
                  + " ran after its caller was told: "
                  + callers.reasons.get(failure.getKey()));
        }
        Tally tally = callers.tally(desk, "f90", serving);
        tally.assertNoneIsLostOrRunTwice();
        Form.summary(
            "F90",
            tally
                + ", 0 run late; the longest overran by "
                + callers.overrun().toMillis()
                + " ms; silence noticed after "
                + noticed.toMillis()
                + " ms at a threshold of 2 s");
      } finally {
        broker.thaw();
      }
      server.stop();
    }
  }

  // Those that were under way when the silence was noticed hear of it.
  private static void assertToldWhy(Callers callers) {
    callers.reasons.forEach((id, reason) ->
        assertTrue(CAUSES.stream().anyMatch(reason::startsWith), () -> id + ": " + reason));
    assertTrue(
        callers.reasons.values().stream().anyMatch(reason -> reason.contains(SILENCE)),
        callers.reasons::toString);
  }
}
