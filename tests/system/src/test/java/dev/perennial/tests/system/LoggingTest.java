package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The log of a program: one file for all its processes, which is rotated, changed and full.
class LoggingTest {

  private static final Pattern LINE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} (\\d+) [A-Z]+ \\S+ \\[.*");

  private static final Pattern LOST =
      Pattern.compile("^perennial_log_records_lost_total [1-9]", Pattern.MULTILINE);

  private static final Pattern OF_REQUEST = Pattern.compile("line \\d+ of req-[^:]+");
  private static final int LINES = 20;

  @RegisterExtension private final Programs programs = new Programs();

  private ProgramFile file(Kind launcher) throws IOException {
    return programs
        .file()
        .main(LoggedProgram.class)
        .services("of the program itself")
        .set("launcher", launcher.name())
        .set("launcher", "aot_cache", "false");
  }

  private static boolean contains(Path log, String part) throws IOException {
    return Files.exists(log) && Files.readString(log).contains(part);
  }

  private static void awaitIn(Path log, String part) throws InterruptedException {
    Waiting.until(part + " in " + log, Program.PATIENCE, () -> contains(log, part));
  }

  @Test
  void the_seeds_service_reloads_its_logging_on_hangup() throws Exception {
    ProgramFile file = file(Kind.SERVICE);
    Path first = file.path("first.log");
    Path second = file.path("second.log");
    file.set("DEFAULT", "log_file", first.toString());
    Program program = programs.startReady(file);
    awaitIn(first, "[-] foo starts");
    file.set("DEFAULT", "log_file", second.toString()).set("DEFAULT", "debug", "true").write();
    program.signal("HUP");
    awaitIn(second, "[-] foo was reset");
    assertFalse(contains(first, "foo was reset"));
    program.awaitSettled();
    program.stop();
    assertTrue(contains(second, "stopping because of SIGTERM"), program::explanation);
  }

  @Test
  void all_processes_append_whole_lines_to_one_file_and_begin_a_new_one_when_told()
      throws Exception {
    ProgramFile file = file(Kind.PROCESS);
    Path log = file.path("program.log");
    file.set("DEFAULT", "log_file", log.toString());
    Program program = programs.startReady(file);
    Set<Long> workers = program.workers();
    String id = logFromAll(program, workers, log);
    assertTrue(contains(log, "[ " + id + " - - - - - -] line 0 of " + id), id);
    assertWhole(log);
    Path rotated = file.path("program.log.1");
    Files.move(log, rotated);
    assertTrue(program.ask("reopen-logs").ok());
    logFromAll(program, workers, log);
    Path again = file.path("program.log.2");
    Files.move(log, again);
    program.signal("USR1");
    Waiting.until("a new file", Program.PATIENCE, () -> Files.exists(log));
    logFromAll(program, workers, log);
    program.stop();
    for (Path each : List.of(log, rotated, again)) {
      assertWhole(each);
    }
    assertTrue(contains(log, program.pid() + " INFO dev.perennial.launcher"));
  }

  @Test
  void a_log_that_is_rotated_under_load_has_every_line_once() throws Exception {
    ProgramFile file = file(Kind.PROCESS);
    Path log = file.path("program.log");
    file.set("DEFAULT", "log_file", log.toString());
    Program program = programs.startReady(file);
    AtomicBoolean over = new AtomicBoolean();
    Set<String> ids = ConcurrentHashMap.newKeySet();
    List<CompletableFuture<Void>> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(CompletableFuture.runAsync(() -> logUntil(over, program, ids)));
    }
    int rotations = Form.choose(20, 100);
    for (int i = 0; i < rotations; i++) {
      int enough = 5 * (i + 1);
      Waiting.until(
          "requests in the new log",
          Program.PATIENCE,
          () -> ids.size() >= enough && Files.exists(log));
      Files.move(log, file.path("program.log." + i));
      program.signal("USR1");
    }
    over.set(true);
    for (CompletableFuture<Void> client : clients) {
      client.get();
    }
    program.stop();
    Set<String> expected =
        ids.stream()
            .flatMap(id -> IntStream.range(0, LINES).mapToObj(i -> "line " + i + " of " + id))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> found = linesOfRequests(file.directory());
    assertEquals(expected, new TreeSet<>(found));
    assertEquals(expected.size(), found.size(), "some came twice");
    Form.summary("rotation", rotations + " rotations, " + found.size() + " lines, none lost");
  }

  // Collects the ids of requests, each of which has so many lines in the log.
  private static void logUntil(AtomicBoolean over, Program program, Set<String> ids) {
    try {
      while (!over.get()) {
        ids.add(OneRequest.text(program.tcp(), "/log?lines=" + LINES));
      }
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  private static List<String> linesOfRequests(Path directory) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "program.log*")) {
      for (Path each : logs) {
        assertWhole(each);
        OF_REQUEST.matcher(Files.readString(each)).results().forEach(hit -> found.add(hit.group()));
      }
    }
    return found;
  }

  // Until each worker has a line in the file.
  private static String logFromAll(Program program, Set<Long> workers, Path log) throws Exception {
    Target target = program.tcp();
    String id = OneRequest.text(target, "/log");
    awaitIn(log, id);
    Waiting.until(
        "lines of " + workers,
        Program.PATIENCE,
        () -> {
          List<CompletableFuture<RawAnswer>> answers =
              IntStream.range(0, 4)
                  .mapToObj(_ -> OneRequest.getLater(target, "/log?lines=100"))
                  .toList();
          answers.forEach(CompletableFuture::join);
          return pids(log).containsAll(workers);
        });
    return id;
  }

  private static Set<Long> pids(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .map(LINE::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> Long.valueOf(matcher.group(1)))
        .collect(Collectors.toSet());
  }

  private static void assertWhole(Path log) throws IOException {
    List<String> torn =
        Files.readAllLines(log).stream().filter(line -> !LINE.matcher(line).matches()).toList();
    assertEquals(List.of(), torn);
  }

  @Test
  void a_level_that_is_mutated_holds_in_all_processes_at_once() throws Exception {
    ProgramFile file = file(Kind.PROCESS).set("restart_method", "mutate");
    Path log = file.path("program.log");
    file.set("DEFAULT", "log_file", log.toString());
    Program program = programs.startReady(file);
    Set<Long> workers = program.workers();
    assertFalse(contains(log, " DEBUG "));
    file.set("DEFAULT", "debug", "true").write();
    program.reload();
    assertEquals(workers, program.workers());
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Program.PATIENCE));
    String debugging =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains(" DEBUG "))
            .collect(Collectors.joining("\n"));
    for (long worker : workers) {
      assertTrue(debugging.contains(" " + worker + " DEBUG dev.perennial.launcher"), debugging);
    }
  }

  @Test
  void a_full_disk_stops_nobody() throws Exception {
    ProgramFile file = file(Kind.PROCESS).set("DEFAULT", "log_file", "/dev/full");
    Program program = programs.startReady(file);
    assertTrue(OneRequest.text(program.tcp(), "/log?lines=50000").startsWith("req-"));
    program.awaitLine("a complaint", line -> line.contains("cannot write to /dev/full: "));
    awaitLossesCounted(program);
    program.reload();
    program.stop();
  }

  private static void awaitLossesCounted(Program program) throws InterruptedException {
    Waiting.until(
        "lost records counted",
        Program.PATIENCE,
        () -> LOST.matcher(program.ask("metrics").text()).find());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void an_output_that_nobody_reads_stops_nobody(boolean readerIsGone) throws Exception {
    Program program = programs.startIntoPipe(file(Kind.PROCESS)).awaitReady();
    if (readerIsGone) {
      program.closePipe();
    }
    assertTrue(OneRequest.text(program.tcp(), "/log?lines=50000").startsWith("req-"));
    awaitLossesCounted(program);
    program.reload();
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Program.PATIENCE));
    program.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource
  void a_log_file_that_cannot_be_opened_is_told_in_one_line(Kind launcher) throws Exception {
    ProgramFile file = file(launcher);
    file.set("DEFAULT", "log_file", file.path("none/program.log").toString());
    Program program = programs.start(file);
    Refusal.assertRefused(
        program,
        Refusal.CONFIGURATION,
        file.file() + ":*: [DEFAULT] cannot open log file * (log_file from *");
  }
}
