package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker that starts beside one that serves keeps to one processor and warms up there; it has
/// all of them once it serves, and its compilers a moment later.
class ReplacementProcessorsTest {

  private static final String FIELD = "Cpus_allowed_list:";

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_new_worker_starts_on_one_processor_and_serves_on_all() throws Exception {
    ProgramFile file = programs.file().api(1);
    Path place = file.path("gate");
    Program program = programs.startReady(file.set("boot_gate", place.toString()));
    long old = program.workers().iterator().next();
    assertEquals(own(), processors(old));

    // It does not come further than its start, so that it can be looked at.
    Gate gate = Gate.close(place);
    program.signal("HUP");
    Waiting.until("a new worker", Program.PATIENCE, () -> program.workers().size() == 2);
    long fresh = program.workers().stream().filter(pid -> pid != old).findFirst().orElseThrow();
    Set<String> atStart = processors(fresh);
    assertTrue(atStart.stream().allMatch(list -> list.matches("\\d+")), atStart::toString);
    gate.open();

    Waiting.until("the old one gone", Program.PATIENCE, () -> program.workers().size() == 1);
    assertEquals(own(), processors(fresh, name -> !isCompiler(name)));
    Waiting.until(
        "its compilers let loose", Program.PATIENCE, () -> own().equals(processors(fresh)));
    program.stop();
  }

  @Test
  void only_a_worker_that_starts_beside_one_that_serves_warms_up() throws Exception {
    Program program = programs.startReady(programs.file().api(1));
    long old = program.workers().iterator().next();
    program.signal("HUP");
    Waiting.until(
        "another worker alone",
        Program.PATIENCE,
        () -> program.workers().size() == 1 && !program.workers().contains(old));
    long fresh = program.workers().iterator().next();
    List<String> lines = program.output();
    assertFalse(lines.contains(Journal.line("api", "warm-up") + " " + old));
    int warmUp = lines.indexOf(Journal.line("api", "warm-up") + " " + fresh);
    assertTrue(warmUp >= 0, lines::toString);
    assertTrue(warmUp < lines.indexOf(Journal.line("api", "start") + " " + fresh), lines::toString);
    program.stop();
  }

  private static Set<String> own() throws IOException {
    return Set.of(processorsOf(Path.of("/proc/self/status")));
  }

  private static boolean isCompiler(String thread) {
    return thread.matches("C[12] Comp.*");
  }

  private static Set<String> processors(long pid) throws IOException {
    return processors(pid, _ -> true);
  }

  // Of all threads with such a name: each one has its own.
  private static Set<String> processors(long pid, Predicate<String> names) throws IOException {
    Set<String> lists = new TreeSet<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        addProcessors(thread, names, lists);
      }
    }
    return lists;
  }

  private static void addProcessors(Path thread, Predicate<String> names, Set<String> lists) {
    try {
      if (names.test(Files.readString(thread.resolve("comm")).strip())) {
        lists.add(processorsOf(thread.resolve("status")));
      }
    } catch (IOException gone) {
      // The thread has ended since it was listed.
    }
  }

  private static String processorsOf(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(FIELD))
        .map(line -> line.substring(FIELD.length()).strip())
        .findFirst()
        .orElseThrow();
  }
}
