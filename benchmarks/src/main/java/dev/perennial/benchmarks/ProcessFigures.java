package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel says of a process and of those that come from it.
final class ProcessFigures {

  /// One tick of the kernel's account of CPU time, which is the same on every Linux.
  private static final long TICK_MICROS = 10_000;

  private static final Path PROC = Path.of("/proc");
  private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB$");

  private ProcessFigures() {}

  /// A line of `/proc/PID/stat`, as far as it is needed here.
  ///
  /// @param parent pid of the process that it came from
  /// @param cpuMicros user and system time of all its threads
  /// @param startTicks when it was started, in ticks since the machine was
  record Stat(long parent, long cpuMicros, long startTicks) {

    static Stat parse(String line) {
      // The name, field 2, may hold anything; what follows its last bracket begins with field 3.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return new Stat(Long.parseLong(fields[1]), ticks * TICK_MICROS, Long.parseLong(fields[19]));
    }
  }

  static Stat stat(long pid) throws IOException {
    return Stat.parse(text(pid, "stat"));
  }

  /// The process and all that come from it, itself first.
  static List<Long> family(long root) throws IOException {
    Map<Long, List<Long>> children = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        long pid = Long.parseLong(process.getFileName().toString());
        try {
          children.computeIfAbsent(stat(pid).parent(), _ -> new ArrayList<>()).add(pid);
        } catch (IOException ended) {
          // It ended while we looked; then it is nobody's child.
        }
      }
    }
    List<Long> family = new ArrayList<>();
    Deque<Long> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      long pid = open.removeFirst();
      family.add(pid);
      open.addAll(children.getOrDefault(pid, List.of()));
    }
    return family;
  }

  static long cpuMicros(List<Long> pids) throws IOException {
    long sum = 0;
    for (long pid : pids) {
      sum += stat(pid).cpuMicros();
    }
    return sum;
  }

  /// Memory of a process in kB, with its share of what it shares with others.
  static long pssKilobytes(long pid) throws IOException {
    return pss(text(pid, "smaps_rollup"));
  }

  static long pss(String smapsRollup) {
    Matcher found = PSS.matcher(smapsRollup);
    if (!found.find()) {
      throw new IllegalArgumentException("no line Pss in " + smapsRollup);
    }
    return Long.parseLong(found.group(1));
  }

  static List<String> commandLine(long pid) throws IOException {
    return List.of(text(pid, "cmdline").split("\0"));
  }

  /// Whether one of the processes has this variable in its environment.
  static boolean anyHas(List<Long> pids, String variable) {
    return pids.stream().anyMatch(pid -> environmentOf(pid).contains("\0" + variable + "="));
  }

  /// Whether a process has this variable with this value.
  static boolean has(long pid, String variable, String value) {
    return environmentOf(pid).contains("\0" + variable + "=" + value + "\0");
  }

  // A process that has ended has nothing any more.
  private static String environmentOf(long pid) {
    try {
      return "\0" + text(pid, "environ");
    } catch (IOException ended) {
      return "";
    }
  }

  /// Ticks since the machine was started.
  static long ticksNow() throws IOException {
    String uptime = Files.readString(PROC.resolve("uptime")).split(" ")[0];
    return Math.round(Double.parseDouble(uptime) * 1e6 / TICK_MICROS);
  }

  static long millis(long ticks) {
    return ticks * TICK_MICROS / 1000;
  }

  private static String text(long pid, String file) throws IOException {
    return new String(
        Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file)),
        StandardCharsets.ISO_8859_1);
  }
}
