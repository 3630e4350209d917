package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnection.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkReportTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = BEGIN;
  private final LinkReport report = new LinkReport("publish", () -> now);
  private final Blockade blockade = new Blockade(() -> {}, () -> now);

  @Test
  void what_was_never_used_is_not_shown() {
    assertEquals(Optional.empty(), report.shown());
  }

  @Test
  void each_attempt_has_its_host_and_its_reason_and_all_of_them_the_same_begin() {
    report.begun("one:5672");
    assertShown(State.CONNECTING, "one:5672", 0, "");
    now = BEGIN.plusSeconds(1);
    report.failed("two:5672", "nobody listens");
    assertShown(State.CONNECTING, "two:5672", 0, "nobody listens");
    now = BEGIN.plusSeconds(2);
    report.connected("one:5672");
    assertShown(State.CONNECTED, "one:5672", 2, "");
  }

  @Test
  void a_connection_that_is_lost_is_missed_since_then() {
    report.connected("one:5672");
    now = BEGIN.plusSeconds(1);
    report.lost("shutdown");
    assertShown(State.CONNECTING, "one:5672", 1, "shutdown");
    now = BEGIN.plusSeconds(2);
    report.failed("one:5672", "nobody listens");
    assertShown(State.CONNECTING, "one:5672", 1, "nobody listens");
  }

  @Test
  void a_blockade_is_shown_while_there_is_a_connection() {
    report.connected("one:5672");
    now = BEGIN.plusSeconds(1);
    blockade.handleBlocked("low on memory");
    assertShown(State.BLOCKED, "one:5672", 1, "low on memory");
    blockade.handleUnblocked();
    assertShown(State.CONNECTED, "one:5672", 0, "");
    blockade.handleBlocked("low on disk");
    report.lost("shutdown");
    assertShown(State.CONNECTING, "one:5672", 1, "shutdown");
  }

  private void assertShown(State state, String host, int second, String reason) {
    assertEquals(
        new BusConnection("publish", state, host, BEGIN.plusSeconds(second), reason),
        blockade.on(report.shown().orElseThrow()));
  }
}
