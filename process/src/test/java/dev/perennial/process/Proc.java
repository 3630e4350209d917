package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// What the kernel says about processes.
final class Proc {

  // clock_nanosleep and nanosleep on x86-64 and aarch64.
  private static final List<String> NANOSLEEP = List.of("230", "35", "115", "101");

  private Proc() {}

  /// Numbers and targets of the descriptors of a process.
  static Map<Integer, String> descriptors(long pid) throws IOException {
    Map<Integer, String> found = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : all) {
        try {
          found.put(
              Integer.valueOf(each.getFileName().toString()),
              Files.readSymbolicLink(each).toString());
        } catch (NoSuchFileException closedMeanwhile) {
          // It was the one that lists this directory.
        }
      }
    }
    return found;
  }

  static Set<Integer> ownDescriptors() throws IOException {
    return descriptors(ProcessHandle.current().pid()).keySet();
  }

  /// Fails unless this process comes to have just these descriptors: what was opened for a process
  /// that has ended is closed a moment later.
  static void assertOwnDescriptors(Set<Integer> expected) throws IOException {
    Deadline patience = Deadline.after(Duration.ofSeconds(10));
    while (!ownDescriptors().equals(expected) && !patience.passed()) {
      Thread.onSpinWait();
    }
    assertEquals(expected, ownDescriptors());
  }

  static String ownDescriptor(int number) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
  }

  /// How many descriptors of this process name the same file as this one.
  static long ownDescriptorsLike(String target) throws IOException {
    return descriptors(ProcessHandle.current().pid()).values().stream()
        .filter(target::equals)
        .count();
  }

  /// Fields of `stat` from the third on: state, parent, process group, session, terminal.
  static List<String> stat(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
  }

  static boolean isGone(long pid) {
    return state(pid).equals("none");
  }

  static boolean isDead(long pid) {
    return List.of("none", "Z", "X").contains(state(pid));
  }

  static String state(long pid) {
    try {
      return stat(pid).getFirst();
    } catch (IOException gone) {
      return "none";
    }
  }

  static String status(String pid, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(field + ":")) {
        return line.substring(field.length() + 1).strip();
      }
    }
    throw new IOException("no field " + field);
  }

  /// Whether a socket of this process is in non-blocking mode.
  static boolean isNonBlocking(int descriptor) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & 04000) != 0;
      }
    }
    throw new IOException("no flags");
  }

  /// Waits until `sleep` sleeps. Just after its start a process has not taken over its arguments
  /// yet, and the dynamic linker has files open.
  static void untilAsleep(long pid) throws InterruptedException {
    until(() -> NANOSLEEP.contains(syscall(pid)));
  }

  private static String syscall(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/syscall")).split(" ")[0];
    } catch (IOException notNow) {
      return "unknown";
    }
  }

  /// Waits for something that another process brings about; the timeout of the test bounds it.
  static void until(BooleanSupplier reached) throws InterruptedException {
    while (!reached.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("gave up waiting");
      }
      Thread.onSpinWait();
    }
  }
}
