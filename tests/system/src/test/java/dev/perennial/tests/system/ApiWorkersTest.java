package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `<api>_workers` decides in how many processes an API runs.
class ApiWorkersTest {

  @RegisterExtension private final Programs programs = new Programs();

  private Program start(String apiWorkers, String meteringWorkers) throws Exception {
    ProgramFile file = programs.file().main(ApiProgram.class);
    Files.writeString(
        Files.createDirectories(file.directory()).resolve("api-paste.ini"),
        "[app:metering]\npaste.app_factory = metering:pid\n");
    return programs.startReady(
        file.set("DEFAULT", "api_workers", apiWorkers)
            .set("DEFAULT", "metering_workers", meteringWorkers)
            .set("DEFAULT", "metering_listen", "127.0.0.1")
            .set("DEFAULT", "metering_listen_port", "0"));
  }

  @Test
  void zero_is_one_process_which_serves_by_itself() throws Exception {
    Program program = start("3", "0");
    assertEquals(Set.of(program.pid()), program.processes());
    assertEquals(Set.of(program.pid()), program.workers());
    assertEquals("" + program.pid(), OneRequest.text(program.tcp(), "/"));
    program.stop();
  }

  @Test
  void two_are_two_workers_of_a_supervisor_that_serves_nothing() throws Exception {
    Program program = start("0", "2");
    Set<Long> workers = program.workers();
    assertEquals(2, workers.size());
    assertFalse(workers.contains(program.pid()), "the supervisor");
    assertTrue(workers.contains(Long.valueOf(OneRequest.text(program.tcp(), "/"))));
    program.stop();
  }
}
