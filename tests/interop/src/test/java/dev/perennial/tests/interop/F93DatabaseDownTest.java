package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.rpc.RemoteException;
import dev.perennial.testing.LogLines;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The PostgreSQL server of a service is down when it starts, fails while it writes, or falls
/// silent: the service goes on with all that needs no database, says so once, and heals by itself.
@Timeout(180)
final class F93DatabaseDownTest {

  private static final int WRITERS = 4;

  private final PostgresqlServer server = PostgresqlServer.shared();

  private LogLines log;

  @BeforeEach
  void listen() {
    log = LogLines.of("dev.perennial");
  }

  @AfterEach
  void leave() {
    log.close();
  }

  @Test
  void a_service_starts_without_its_database_and_outlives_a_crash_of_it() throws Exception {
    server.stop();
    try (ReportingService service = new ReportingService("early", server.url())) {
      service.start();
      assertEquals(1, log.count("starting without it"));
      service.awaitReports("failed", 1);
      assertRunsWithoutDatabase(service);
      server.startAgain();
      service.awaitReports("reported", 1);
      assertTrue(service.isUp());
      assertEquals(1, log.count("early on one cannot report"));
      assertEquals(1, log.count("early on one reports again"));
      crashUnderLoad(service);
      assertEquals(2, log.count("early on one cannot report"));
      assertEquals(2, log.count("early on one reports again"));
      assertEquals(List.of(), log.with("note req-"), "calls that could not be done are no news");
      assertTrue(service.end());
    }
  }

  // What was acknowledged is there, and what is there was asked for.
  private void crashUnderLoad(ReportingService service) throws Exception {
    try (NoteLoad load = NoteLoad.start(service, WRITERS)) {
      load.awaitMore(100);
      server.crash();
      service.awaitReports("failed", 1);
      server.startAgain();
      service.awaitReports("reported", 1);
      load.awaitMore(100);
      load.stop();
      Set<String> present = service.notary().notes();
      assertTrue(present.containsAll(load.acknowledged()), "acknowledged notes are missing");
      present.removeAll(load.acknowledged());
      assertTrue(load.refused().containsAll(present), "there are notes that nobody made");
      Tally tally = load.tally();
      tally.assertNoneIsLostOrRunTwice();
      Form.summary(
          "F93 crash of the database",
          tally + "; of " + load.acknowledged().size() + " notes acknowledged none is missing");
    }
  }

  @Test
  void a_database_that_falls_silent_holds_up_neither_calls_nor_the_end() throws Exception {
    try (ReportingService service = new ReportingService("silent", server.url())) {
      service.start();
      service.awaitReports("reported", 1);
      server.freeze();
      try {
        service.awaitReports("failed", 1);
        assertRunsWithoutDatabase(service);
      } finally {
        server.thaw();
      }
      service.awaitReports("reported", 1);
      assertTrue(service.isUp());
      assertEquals(1, log.count("silent on one cannot report"));
      server.freeze();
      try {
        assertTrue(service.end());
      } finally {
        server.thaw();
      }
    }
  }

  private static void assertRunsWithoutDatabase(ReportingService service) {
    assertEquals("still here", service.echo("still here"));
    RemoteException refused = assertThrows(RemoteException.class, () -> service.note("early"));
    assertEquals("DatabaseUnavailableException", refused.failure().type());
    int passes = service.notary().passes();
    Waiting.until(
        "periodic tasks go on", Broker.PATIENCE, () -> service.notary().passes() > passes + 1);
  }
}
