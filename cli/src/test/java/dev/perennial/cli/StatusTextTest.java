package dev.perennial.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

  @Test
  void columns_stand_below_their_headers() throws CommandFailure {
    String json =
        """
        {"master": {"pid": 4711, "state": "reloading"}, "generation": 2, "later": true,
         "aot_cache": "training",
         "listeners": [{"service": "api", "address": "127.0.0.1:9890"}],
         "services": [
           {"name": "orchestrator-conductor", "workers": [
             {"slot": 0, "pid": 0, "state": "waiting", "ready": false, "restarts": 12,
              "last_exit": "signal 9 (KILL)"}]},
           {"name": "api", "workers": [
             {"slot": 0, "pid": 4720, "generation": 2, "config_generation": 3, "state": "ready",
              "ready": true, "uptime_s": 184, "rss_bytes": 99614720, "pss_bytes": 60817408,
              "requests_total": 1234567, "in_flight": 3, "restarts": 0, "last_exit": ""}]}]}
        """;
    assertEquals(
        """
        master 4711 reloading, generation 2
        api listens on 127.0.0.1:9890
        AOT cache training

        SERVICE                 SLOT   PID  GEN  CONFIG  STATE    UPTIME  PSS MiB  REQUESTS  IN FLIGHT  RESTARTS  LAST EXIT
        orchestrator-conductor     0     -    -       -  waiting       -        -         -          -        12  signal 9 (KILL)
        api                        0  4720    2       3  ready     3m04s       58   1234567          3         0  -
        """,
        StatusText.of(ProgramStatus.parse(json)));
  }

  @Test
  void the_first_certificate_that_ends_is_shown_for_each_service() throws CommandFailure {
    String json =
        """
        {"master": {"pid": 4711, "state": "running"}, "generation": 2,
         "listeners": [],
         "services": [
           {"name": "api", "workers": [
             {"slot": 0, "pid": 1, "state": "ready", "restarts": 0,
              "certificate_ends": "2027-03-01T00:00:00Z"},
             {"slot": 1, "pid": 2, "state": "ready", "restarts": 0,
              "certificate_ends": "2026-12-01T00:00:00Z"}]},
           {"name": "plain", "workers": [
             {"slot": 0, "pid": 3, "state": "ready", "restarts": 0}]}]}
        """;
    assertEquals(
        List.of("the certificate of api ends 2026-12-01T00:00:00Z"),
        StatusText.of(ProgramStatus.parse(json))
            .lines()
            .filter(line -> line.contains("certificate"))
            .toList());
  }

  @Test
  void what_is_wrong_with_the_bus_is_told_once_for_all_workers_and_what_is_right_is_not()
      throws CommandFailure {
    String json =
        """
        {"master": {"pid": 4711, "state": "running"}, "generation": 2,
         "listeners": [],
         "services": [
           {"name": "conductor", "workers": [
             {"slot": 0, "pid": 12, "state": "ready", "restarts": 0, "bus": [
               {"service": "conductor", "purpose": "publish", "state": "connecting",
                "host": "h:5672", "since": "2026-01-01T00:00:02Z", "reason": "no route"},
               {"service": "conductor", "purpose": "consume", "state": "connecting",
                "host": "h:5672", "since": "2026-01-01T00:00:01Z", "reason": "no route"}]},
             {"slot": 1, "pid": 9, "state": "booting", "restarts": 0, "bus": [
               {"service": "conductor", "purpose": "consume", "state": "connecting",
                "host": "h:5672", "since": "2026-01-01T00:00:03Z", "reason": "no route"}]}]},
           {"name": "api", "workers": [
             {"slot": 0, "pid": 13, "state": "ready", "restarts": 0, "bus": [
               {"service": "api", "purpose": "publish", "state": "blocked",
                "host": "h:5672", "since": "2026-01-01T00:00:04Z", "reason": "low on memory"},
               {"service": "api", "purpose": "consume", "state": "connected",
                "host": "h:5672", "since": "2026-01-01T00:00:00Z"}]}]}]}
        """;
    assertEquals(
        List.of(
            "conductor at the bus h:5672: connecting since 2026-01-01T00:00:01Z, no route"
                + " (pid 9, 12)",
            "api at the bus h:5672: blocked since 2026-01-01T00:00:04Z, low on memory (pid 13)"),
        StatusText.of(ProgramStatus.parse(json))
            .lines()
            .filter(line -> line.contains("at the bus"))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "59, 59s",
    "60, 1m00s",
    "3599, 59m59s",
    "3600, 1h00m",
    "86399, 23h59m",
    "86400, 1d00h",
    "864000, 10d00h"
  })
  void uptime_has_the_two_largest_units(long seconds, String text) {
    assertEquals(text, StatusText.uptime(OptionalLong.of(seconds)));
  }

  @Test
  void what_is_no_status_is_a_failure() {
    assertThrows(CommandFailure.class, () -> ProgramStatus.parse("nonsense"));
  }

  @Test
  void a_row_has_a_cell_for_every_header() {
    TextTable table = new TextTable("A", "B");
    assertThrows(IllegalArgumentException.class, () -> table.row("a"));
  }
}
