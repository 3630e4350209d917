package dev.perennial.tests.system;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Workers start from a cache of classes that a process of its own has made, and whatever is wrong
/// with it costs time and nothing else.
class AotCacheTest {

  /// Where much is going on, a process of the lowest priority waits its turn even to be killed.
  private static final Duration DEATH = Form.isFull() ? Form.atOnce(5) : Program.PATIENCE;

  @RegisterExtension private final Programs programs = new Programs();

  /// A program whose cache nobody else uses.
  private ProgramFile file() throws IOException {
    ProgramFile file = programs.file();
    return file.api(1).set("launcher", "aot_cache_dir", file.path("aot").toString());
  }

  private static void awaitCache(Program program, String beginning) throws InterruptedException {
    Waiting.until(
        "the cache is " + beginning,
        SharedCache.LIMIT,
        () -> program.status().aotCache().startsWith(beginning));
  }

  // The record of what was loaded goes a moment after the cache has come.
  private static void awaitOnlyTheCache(ProgramFile file) throws InterruptedException {
    Waiting.until("one file is left", SharedCache.LIMIT, () -> cacheFiles(file).size() == 1);
  }

  private static List<Path> cacheFiles(ProgramFile file) throws IOException {
    try (Stream<Path> files = Files.list(file.path("aot"))) {
      return files.toList();
    }
  }

  private static boolean allUseIt(Program program) throws Exception {
    return program.status().workers().stream().allMatch(Status.Worker::usesAotCache);
  }

  @Test
  void workers_start_from_the_cache_once_it_is_trained() throws Exception {
    ProgramFile file = file();
    Program first = programs.startReady(file);
    assertFalse(allUseIt(first));
    awaitCache(first, "ready");
    awaitOnlyTheCache(file);
    first.reload();
    Waiting.until("the new workers use it", Program.PATIENCE, () -> allUseIt(first));
    first.stop();
    Program second = programs.startReady(file);
    assertTrue(allUseIt(second));
    assertEquals("ready", second.status().aotCache());
  }

  @Test
  void a_damaged_cache_costs_time_only() throws Exception {
    ProgramFile file = file();
    Program first = programs.startReady(file);
    awaitCache(first, "ready");
    awaitOnlyTheCache(file);
    first.stop();
    Files.write(cacheFiles(file).getFirst(), new byte[100_000]);
    Program second = programs.startReady(file);
    assertFalse(allUseIt(second));
    assertEquals(0, second.countLines("[aot"), second::explanation);
  }

  // The JVM looks at the beginning of the file and at its length, and crashes on the rest.
  @Test
  void a_cache_that_is_damaged_where_the_jvm_does_not_look_costs_time_only() throws Exception {
    ProgramFile file = file();
    file.set("launcher", "worker_java_options", "-Xmx128m,-XX:ErrorFile=" + file.path("crash"));
    Program first = programs.startReady(file);
    awaitCache(first, "ready");
    awaitOnlyTheCache(file);
    first.stop();
    try (FileChannel cache = FileChannel.open(cacheFiles(file).getFirst(), WRITE)) {
      for (long place = cache.size() / 8; place < cache.size(); place += cache.size() / 8) {
        cache.write(ByteBuffer.allocate(100_000), place);
      }
    }
    Program second = programs.startReady(file);
    assertEquals(1, second.countLines("removed the AOT cache"), second::explanation);
  }

  @Test
  void a_folder_on_the_class_path_is_named_and_harmless() throws Exception {
    Program program = programs.startReady(file().fromFolders());
    awaitCache(program, "impossible: the class path has something else than jars: ");
  }

  @Test
  void a_training_that_fails_is_told_with_its_output() throws Exception {
    ProgramFile file = file().set("fail_training", "true");
    Program program = programs.startReady(file);
    awaitCache(program, "failed: see ");
    Path log = Path.of(program.status().aotCache().substring("failed: see ".length()));
    assertTrue(Files.readString(log).contains("the configuration asked for a failing training"));
    awaitOnlyTheCache(file);
    assertEquals(List.of(log), cacheFiles(file));
  }

  @Test
  void nothing_of_a_training_outlives_its_supervisor() throws Exception {
    ProgramFile file = file();
    Gate gate = closeGate(file);
    Program program = programs.startReady(file);
    awaitCache(program, "training");
    program.killAndAwaitWorkers(DEATH);
    gate.open();
    Program next = programs.startReady(file);
    awaitCache(next, "ready");
    awaitOnlyTheCache(file);
  }

  // It is held where its process is there, and the kernel does not know yet whom it belongs to.
  @Test
  void a_training_does_not_begin_whose_supervisor_died_before_it_was_there() throws Exception {
    ProgramFile file = file();
    closeGate(file);
    Gate early = Gate.close(file.path("early"));
    Path nice = Files.createDirectory(file.path("bin")).resolve("nice");
    Files.writeString(
        nice,
        """
        #!/bin/sh
        touch '%1$s.reached'
        while [ -d '%1$s' ]; do sleep 0.01; done
        exec /usr/bin/nice "$@"
        """
            .formatted(early.directory()));
    assertTrue(nice.toFile().setExecutable(true));
    file.startedBy("trap '' HUP; export PATH='" + nice.getParent() + "':$PATH; exec \"$@\"");
    Program program = programs.startReady(file);
    Path reached = Path.of(early.directory() + ".reached");
    Waiting.until("a process that will train", Program.PATIENCE, () -> Files.exists(reached));
    program.signal("KILL");
    assertEquals(128 + 9, program.awaitExit(Program.PATIENCE));
    Files.delete(early.directory());
    Waiting.until("no process left", DEATH, () -> program.processes().isEmpty());
  }

  @Test
  void a_stop_does_not_wait_for_a_training() throws Exception {
    ProgramFile file = file();
    closeGate(file);
    Program program = programs.startReady(file);
    awaitCache(program, "training");
    program.signal("TERM");
    assertEquals(0, program.awaitExit(Program.PATIENCE), program::explanation);
    Waiting.until("no process left", DEATH, () -> program.processes().isEmpty());
    program.assertNothingLeft();
    assertEquals(List.of(), cacheFiles(file).stream().filter(f -> !isLog(f)).toList());
  }

  // No training is over before the test has seen that it goes on.
  private static Gate closeGate(ProgramFile file) throws IOException {
    Path place = file.path("gate");
    file.set("training_gate", place.toString());
    return Gate.close(place);
  }

  private static boolean isLog(Path path) {
    return path.toString().endsWith(".log");
  }
}
