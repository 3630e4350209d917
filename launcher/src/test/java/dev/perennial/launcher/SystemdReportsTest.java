package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.process.Systemd;
import dev.perennial.process.UnixDatagrams;
import dev.perennial.schedule.SettableTicker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdReportsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path directory;

  private final SettableTicker ticker = new SettableTicker();
  private UnixDatagrams manager;

  @BeforeEach
  void listen() throws IOException {
    manager = UnixDatagrams.bind(directory.resolve("notify").toString());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private SystemdReports reports(String watchdogMicros) {
    return new SystemdReports(
        Systemd.from(
            Map.of(
                "NOTIFY_SOCKET",
                directory.resolve("notify").toString(),
                "WATCHDOG_USEC",
                watchdogMicros)),
        ticker);
  }

  private List<String> heard() throws IOException {
    List<String> all = new ArrayList<>();
    Optional<byte[]> next = manager.receive(Duration.ZERO, 512);
    while (next.isPresent()) {
      all.add(new String(next.get(), StandardCharsets.UTF_8));
      next = manager.receive(Duration.ZERO, 512);
    }
    return all;
  }

  @Test
  void a_sign_of_life_is_given_twice_in_each_interval_by_a_thread_that_turns() throws IOException {
    SystemdReports reports = reports("10000000");
    reports.turned(true);
    reports.turned(true);
    assertEquals(List.of("WATCHDOG=1"), heard());
    assertEquals(Optional.of(Duration.ofSeconds(5)), reports.untilNextTurn());
    for (int second = 0; second < 20; second++) {
      ticker.advance(SECOND);
      reports.turned(true);
    }
    assertEquals(4, heard().size());
  }

  @Test
  void a_thread_that_hangs_gives_no_sign() throws IOException {
    SystemdReports reports = reports("10000000");
    reports.turned(true);
    heard();
    ticker.advance(Duration.ofDays(1));
    assertEquals(List.of(), heard());
  }

  @Test
  void without_a_watchdog_there_are_no_signs() throws IOException {
    SystemdReports reports = reports("0");
    reports.turned(true);
    assertEquals(List.of(), heard());
    assertEquals(Optional.empty(), reports.untilNextTurn());
  }

  @Test
  void what_takes_long_asks_for_more_time_and_only_then() throws IOException {
    SystemdReports reports = reports("0");
    for (int second = 0; second < 4; second++) {
      ticker.advance(SECOND);
      reports.turned(false);
    }
    assertEquals(List.of(), heard());
    for (int second = 0; second < 6; second++) {
      ticker.advance(SECOND);
      reports.turned(false);
    }
    assertEquals(List.of("EXTEND_TIMEOUT_USEC=30000000", "EXTEND_TIMEOUT_USEC=30000000"), heard());
    ticker.advance(Duration.ofHours(1));
    reports.turned(true);
    reports.turned(false);
    assertEquals(List.of(), heard());
  }

  @Test
  void a_thread_that_asks_for_more_time_turns_as_often_as_it_asks() throws IOException {
    SystemdReports reports = reports("0");
    reports.turned(false);
    assertEquals(Optional.of(Duration.ofSeconds(5)), reports.untilNextTurn());
    ticker.advance(SECOND);
    reports.turned(false);
    assertEquals(Optional.of(Duration.ofSeconds(4)), reports.untilNextTurn());
    reports.turned(true);
    assertEquals(Optional.empty(), reports.untilNextTurn());
  }

  @Test
  void a_reload_is_told_with_its_moment_and_its_end() throws IOException {
    SystemdReports reports = reports("0");
    reports.reloading();
    reports.reloaded("running, generation 2");
    List<String> heard = heard();
    assertTrue(heard.getFirst().matches("RELOADING=1\nMONOTONIC_USEC=\\d+"), heard::toString);
    assertEquals(
        List.of("STATUS=reloading", "READY=1", "STATUS=running, generation 2"),
        heard.subList(1, 4));
  }
}
