package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The log file and the access log are pipes (FIFOs) that nobody reads: nothing waits for them, not
/// the start, no request and no stop.
class UnreadPipesTest {

  // With a line each, many more than a pipe holds.
  private static final int REQUESTS = 1000;

  @RegisterExtension private final Programs programs = new Programs();

  private static Path pipe(ProgramFile file, String name) throws Exception {
    Path path = Files.createDirectories(file.directory()).resolve(name);
    Program.shell("mkfifo '" + path + "'");
    return path;
  }

  private static List<String> read(Path pipe, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(pipe)) {
      return new String(in.readNBytes(bytes), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private ProgramFile file() throws IOException {
    return programs
        .file()
        .main(LoggedProgram.class)
        .services("of the program itself")
        .set("launcher", Kind.PROCESS.name())
        .set("launcher", "aot_cache", "false");
  }

  @Test
  void a_program_starts_serves_and_stops_and_whoever_comes_late_reads_whole_lines()
      throws Exception {
    ProgramFile file = file();
    Path log = pipe(file, "log");
    Path access = pipe(file, "access");
    file.set("DEFAULT", "log_file", log.toString()).set("http", "access_log", access.toString());
    Program program = programs.startReady(file);
    Target tcp = program.tcp();
    for (int i = 0; i < REQUESTS; i++) {
      OneRequest.text(tcp, "/log?lines=10");
    }
    List<String> lines = read(access, 32_768);
    assertTrue(
        lines.subList(0, lines.size() - 1).stream()
            .allMatch(line -> line.matches("\\d{4}-.* 127.0.0.1 \"GET /log.* status: 200 .*")),
        lines::toString);
    assertTrue(read(log, 1000).getFirst().contains(" INFO "));
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Form.atOnce(10)), program::explanation);
    Files.delete(log);
    Files.delete(access);
    program.assertNothingLeft();
  }
}
