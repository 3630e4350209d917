package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLimitTest {

  @TempDir private Path root;

  @Test
  void nobody_means_more_than_1024_without_saying_so() throws Exception {
    assertEquals(1024, limit().most());
    file("proc/meminfo", "MemTotal:       1056768000 kB\nMemFree: 1 kB\n");
    assertEquals(1024, limit().most());
    assertEquals(20_000, WorkerLimit.of(root, OptionalInt.of(20_000)).most());
  }

  @Test
  void the_memory_of_the_machine_bounds_it() throws Exception {
    file("proc/meminfo", "MemTotal:       1048576 kB\n");
    assertEquals(32, limit().most());
    assertEquals(
        "33 workers are too many, at most 32 are possible: 1024 MiB of memory, and a worker needs"
            + " at least 32",
        assertThrows(IOException.class, () -> limit().require(33)).getMessage());
    assertDoesNotThrow(() -> limit().require(32));
  }

  @Test
  void the_control_groups_around_the_process_bound_it() throws Exception {
    file("proc/meminfo", "MemTotal:       104857600 kB\n");
    file("proc/self/cgroup", "1:name=x:/\n0::/system/unit\n");
    file("sys/fs/cgroup/system/unit/memory.max", "max\n");
    file("sys/fs/cgroup/system/memory.max", "134217728\n");
    assertEquals(4, limit().most());
    file("sys/fs/cgroup/system/unit/pids.max", "36\n");
    assertEquals(3, limit().most());
    file("proc/sys/kernel/threads-max", "24\n");
    assertEquals(2, limit().most());
  }

  @Test
  void one_worker_is_always_possible() throws Exception {
    file("proc/meminfo", "MemTotal:       1 kB\n");
    assertEquals(1, limit().most());
  }

  private WorkerLimit limit() {
    return WorkerLimit.of(root, OptionalInt.empty());
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
