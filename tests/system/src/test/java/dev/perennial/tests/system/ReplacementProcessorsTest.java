package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A worker that starts beside one that serves keeps to one processor, and has all of them once it
/// serves.
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
    assertEquals(own(), processors(fresh));
    program.stop();
  }

  private static Set<String> own() throws IOException {
    return Set.of(processorsOf(Path.of("/proc/self/status")));
  }

  // Of all threads: each one has its own.
  private static Set<String> processors(long pid) throws IOException {
    Set<String> lists = new TreeSet<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads) {
        lists.add(processorsOf(thread.resolve("status")));
      }
    }
    return lists;
  }

  private static String processorsOf(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(FIELD))
        .map(line -> line.substring(FIELD.length()).strip())
        .findFirst()
        .orElseThrow();
  }
}
