package dev.perennial.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many worker processes a program may be asked to run. It is a check for mistakes, made before
/// anything is started: what is refused could not run, what is allowed need not run well.
///
/// @param most the number
/// @param reason why not more, and what to do
record WorkerLimit(long most, String reason) {

  /// Nobody means more than this without saying so.
  static final int MOST_UNASKED = 1024;

  // A JVM that serves nothing had 12 threads and 40 MiB of its own, and no less will ever do.
  static final long LEAST_MEMORY = 32L << 20;
  static final int LEAST_TASKS = 12;

  private static final Pattern MEM_TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
  private static final Pattern UNIFIED_GROUP = Pattern.compile("(?m)^0::(/.*)$");

  /// The limit that is in force.
  ///
  /// @param root of the file system, `/` but in tests
  /// @param asked the option, which replaces all that is computed
  static WorkerLimit of(Path root, OptionalInt asked) {
    if (asked.isPresent()) {
      return new WorkerLimit(asked.getAsInt(), "[launcher] max_workers says so");
    }
    List<WorkerLimit> limits = new ArrayList<>();
    limits.add(new WorkerLimit(MOST_UNASKED, "set [launcher] max_workers for more"));
    machineMemory(root).ifPresent(bytes -> limits.add(ofMemory(bytes)));
    number(root.resolve("proc/sys/kernel/threads-max")).ifPresent(n -> limits.add(ofTasks(n)));
    for (Path group : controlGroups(root)) {
      number(group.resolve("memory.max")).ifPresent(bytes -> limits.add(ofMemory(bytes)));
      number(group.resolve("pids.max")).ifPresent(n -> limits.add(ofTasks(n)));
    }
    return limits.stream().min(Comparator.comparingLong(WorkerLimit::most)).orElseThrow();
  }

  /// @throws IOException in words for an operator, if there are more
  void require(int workers) throws IOException {
    if (workers > most) {
      throw new IOException(
          workers + " workers are too many, at most " + most + " are possible: " + reason);
    }
  }

  private static WorkerLimit ofMemory(long bytes) {
    return new WorkerLimit(
        Math.max(1, bytes / LEAST_MEMORY),
        (bytes >> 20) + " MiB of memory, and a worker needs at least " + (LEAST_MEMORY >> 20));
  }

  private static WorkerLimit ofTasks(long tasks) {
    return new WorkerLimit(
        Math.max(1, tasks / LEAST_TASKS),
        tasks + " threads are allowed, and a worker needs at least " + LEAST_TASKS);
  }

  private static Optional<Long> machineMemory(Path root) {
    return text(root.resolve("proc/meminfo"))
        .map(MEM_TOTAL::matcher)
        .filter(Matcher::find)
        .map(found -> Long.parseLong(found.group(1)) << 10);
  }

  // The control group of this process and those around it: each limits what is inside.
  private static List<Path> controlGroups(Path root) {
    Path top = root.resolve("sys/fs/cgroup");
    String own =
        text(root.resolve("proc/self/cgroup"))
            .map(UNIFIED_GROUP::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .orElse("/");
    List<Path> groups = new ArrayList<>(List.of(top));
    for (Path name : Path.of(own)) {
      groups.add(groups.getLast().resolve(name));
    }
    return groups;
  }

  // "max" is no number and no limit.
  private static Optional<Long> number(Path file) {
    return text(file).map(String::strip).filter(t -> t.matches("\\d{1,18}")).map(Long::parseLong);
  }

  // By line: a file below /proc/sys ends after its first read, and readString begins with one byte.
  private static Optional<String> text(Path file) {
    try {
      return Optional.of(String.join("\n", Files.readAllLines(file)));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }
}
