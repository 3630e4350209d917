package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The listening sockets belong to the supervisor. A worker that drains may not close them for
/// others, remove their file, make them non-blocking, or lose its own output by closing them.
class SharedSocketTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void a_worker_that_drains_does_not_close_the_sockets_for_others() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    Set<String> before = sharedSockets(program);
    LoadProfile profile = LoadProfile.on(program.targets(), LoadProfile.Group.oneShot(3, 10));
    try (Load load = Load.start(profile)) {
      drainAll(program);
      load.awaitAnswered(100);
      LoadReport report = load.stop();
      Form.summary("SharedSocketTest not closed", report.toString());
      report.assertNothingLost(100);
    }
    assertEquals(before, sharedSockets(program));
    program.stop();
  }

  @Test
  void a_worker_that_drains_does_not_remove_the_file_of_a_unix_socket_nor_lose_its_output()
      throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    List<Long> workers = List.copyOf(program.workers());
    Path path = program.file().path("api.sock");
    Object before = identity(path);
    drainAll(program);
    assertEquals(before, identity(path));
    assertTrue(OneRequest.text(new Target.Unix(path), "/value").startsWith("first"));
    assertOutputComplete(program, workers);
    program.stop();
    assertFalse(Files.exists(path));
  }

  @Test
  void no_socket_is_ever_non_blocking() throws Exception {
    Program program = programs.startReady(programs.file().api(2));
    assertBlocking(program);
    try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
      for (long victim : program.workers()) {
        Program.signal(victim, "TERM");
        Waiting.until(
            "gone",
            Program.PATIENCE,
            () -> {
              assertBlocking(program);
              return !ProcFs.isAlive(victim);
            });
      }
      load.awaitAnswered(100);
      load.stop().assertNothingLost(100);
    }
    assertBlocking(program);
    program.reload();
    assertBlocking(program);
    program.stop();
  }

  // What a service prints after its drain comes too.
  private static void assertOutputComplete(Program program, List<Long> workers) {
    for (long worker : workers) {
      for (String event : List.of("drain", "drained", "stop")) {
        String line = Journal.line("api", event) + " " + worker;
        assertEquals(1, program.countLines(line), () -> line + program.explanation());
      }
    }
  }

  /// Makes every worker drain and be replaced.
  private static void drainAll(Program program) throws Exception {
    Set<Long> before = program.workers();
    for (long victim : before) {
      Program.signal(victim, "TERM");
      Waiting.until("gone", Program.PATIENCE, () -> !ProcFs.isAlive(victim));
    }
    Set<Long> after = program.awaitSettled().pids();
    assertEquals(before.size(), after.size());
    after.forEach(pid -> assertFalse(before.contains(pid)));
  }

  private static void assertBlocking(Program program) throws Exception {
    Set<String> shared = sharedSockets(program);
    for (long pid : program.processes()) {
      ProcFs.descriptors(pid)
          .forEach((number, where) -> {
            if (shared.contains(where)) {
              assertFalse(
                  ProcFs.isNonBlocking(pid, number),
                  () -> "descriptor " + number + " of process " + pid);
            }
          });
    }
  }

  /// What the supervisor and all its workers have open: the two listening sockets.
  private static Set<String> sharedSockets(Program program) throws Exception {
    Set<String> shared = sockets(program.pid());
    for (Status.Worker worker : program.status().workers()) {
      Set<String> open = sockets(worker.pid());
      Optional<String> output = ProcFs.descriptor(worker.pid(), 1);
      // One that has ended since it said that it was ready has nothing open any more.
      if (worker.isReady() && ProcFs.isAlive(worker.pid())) {
        shared.retainAll(open);
        assertNotEquals("/dev/null", output.orElseThrow());
      }
    }
    assertEquals(2, shared.size(), shared::toString);
    return shared;
  }

  private static Set<String> sockets(long pid) {
    Set<String> sockets = new HashSet<>(ProcFs.descriptors(pid).values());
    sockets.removeIf(where -> !where.startsWith("socket:"));
    return sockets;
  }

  private static Object identity(Path path) throws Exception {
    return String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }
}
