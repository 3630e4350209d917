package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An API in one process goes on serving while `api-paste.ini` is broken, whoever asks for a
/// reload.
class ApiReloadInOneProcessTest {

  private static final String RIGHT = "[app:metering]\npaste.app_factory = metering:pid\n";

  @RegisterExtension private final Programs programs = new Programs();

  private ProgramFile file() throws IOException {
    ProgramFile file = programs.file().main(ApiProgram.class);
    writePipelines(file, RIGHT);
    return file.set("DEFAULT", "metering_workers", "0")
        .set("DEFAULT", "metering_listen", "127.0.0.1")
        .set("DEFAULT", "metering_listen_port", "0");
  }

  private static void writePipelines(ProgramFile file, String text) throws IOException {
    Files.writeString(Files.createDirectories(file.directory()).resolve("api-paste.ini"), text);
  }

  @Test
  void a_broken_file_of_pipelines_is_refused_with_its_line_and_a_mended_one_is_taken()
      throws Exception {
    Program program = programs.startReady(file());
    ProgramFile file = program.file();
    writePipelines(file, "[app:metering]\n\npaste.app_factory = metering:pdi\n");
    Control.Answer refused = program.ask("reload wait");
    assertFalse(refused.ok(), refused::text);
    assertTrue(refused.text().contains("api-paste.ini:3: 'metering:pdi'"), refused::text);
    program.signal("HUP");
    Waiting.until(
        "both are refused",
        Program.PATIENCE,
        () -> program.countLines("reload refused, the running configuration stays") == 2);
    assertEquals(Set.of(program.pid()), program.awaitSettled().pids());
    assertEquals("" + program.pid(), OneRequest.text(program.tcp(), "/"));
    writePipelines(file, RIGHT);
    program.reload();
    assertEquals("" + program.pid(), OneRequest.text(program.tcp(), "/"));
    program.stop();
  }

  @Test
  void what_shows_only_at_the_start_is_taken_back() throws Exception {
    Program program = programs.startReady(file());
    ProgramFile file = program.file();
    file.set("http", "access_log", file.path("none/access.log").toString()).write();
    Control.Answer refused = program.ask("reload wait");
    assertFalse(refused.ok(), refused::text);
    assertTrue(refused.text().contains("cannot open the access log"), refused::text);
    assertEquals(1, program.awaitSettled().generation());
    assertEquals("" + program.pid(), OneRequest.text(program.tcp(), "/"));
    file.set("http", "access_log", file.path("access.log").toString()).write();
    program.reload();
    assertEquals(2, program.awaitSettled().generation());
    assertEquals("" + program.pid(), OneRequest.text(program.tcp(), "/"));
    assertTrue(Files.exists(file.path("access.log")));
    program.stop();
  }
}
