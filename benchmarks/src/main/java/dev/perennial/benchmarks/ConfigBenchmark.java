package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What it costs to read configuration: 300 options once in a fresh process, and a file of 10,000
/// lines again and again in one that is warm. Both are done to the end: every option is parsed,
/// converted, checked and handed out.
final class ConfigBenchmark implements Benchmark {

  private static final int GROUPS = 10;
  private static final int LINES = 10_000;
  private static final double MOST_COLD_MILLIS = 100;
  private static final double MOST_CLASSES = 1_100;
  private static final double LEAST_RATIO = 20;

  private static final List<String> OUR_LIBRARIES = List.of("perennial-config-");
  private static final List<String> SMALLRYE_LIBRARIES =
      List.of("smallrye-", "microprofile-config-", "jboss-logging-", "asm-", "jakarta.annotation-");

  /// As workers run by default.
  private static final List<String> SMALL =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  /// A way to load.
  ///
  /// @param command all but the arguments
  /// @param ending of the file that it reads
  /// @param more arguments after the file
  private record Subject(String name, List<String> command, String ending, List<String> more) {}

  @Override
  public void measure(Run run) throws Exception {
    Map<String, Path> small = files(run, "small", 300);
    Map<String, Path> large = files(run, "large", LINES);
    cold(run, small);
    warm(run, large);
  }

  private static List<Subject> subjects(Run run, List<String> flags) throws IOException {
    return List.of(
        java(run, "perennial", ConfigProgram.class, OUR_LIBRARIES, flags, ".conf"),
        java(
            run,
            "smallrye-config 3.17.2",
            SmallryeProgram.class,
            SMALLRYE_LIBRARIES,
            flags,
            ".properties"),
        python(run, "oslo.config, parse only", List.of()),
        python(run, "oslo.config, parse and read all options", List.of("read")));
  }

  private static Subject java(
      Run run,
      String name,
      Class<?> program,
      List<String> libraries,
      List<String> flags,
      String ending)
      throws IOException {
    List<String> command = new ArrayList<>(run.checkout().java());
    command.addAll(flags);
    command.addAll(List.of("-cp", run.checkout().benchmarks(libraries), program.getName()));
    return new Subject(name, command, ending, List.of());
  }

  private static Subject python(Run run, String name, List<String> more) {
    List<String> command = List.of("/usr/bin/python3", run.checkout().peer("oslo_config_load.py"));
    return new Subject(name, command, ".conf", more);
  }

  private static String output(Subject subject, String loads, Map<String, Path> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(subject.command());
    command.add(loads);
    command.add(String.valueOf(files.get(subject.ending())));
    command.addAll(subject.more());
    return Command.output(command);
  }

  private static double millis(Subject subject, String loads, Map<String, Path> files)
      throws IOException, InterruptedException {
    return Long.parseLong(output(subject, loads, files)) / 1e6;
  }

  private static void cold(Run run, Map<String, Path> files) throws Exception {
    Report report = run.report();
    List<Subject> subjects = subjects(run, SMALL);
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int i = 0; i < run.choose(2, 20); i++) {
      for (Subject subject : subjects) {
        millis
            .computeIfAbsent(subject.name(), _ -> new ArrayList<>())
            .add(millis(subject, "cold", files));
      }
    }
    Table table = new Table("cold, 300 options", "ms (min / median / max)", "classes loaded");
    double classes = 0;
    for (Subject subject : subjects) {
      boolean onJvm = !subject.command().getFirst().endsWith("python3");
      int loaded = onJvm ? classes(subject, files) : 0;
      classes = subject.name().equals("perennial") ? loaded : classes;
      table.row(
          subject.name(),
          Spread.of(millis.getOrDefault(subject.name(), List.of())).text(1),
          onJvm ? "" + loaded : "-");
    }
    report.line("cold: from the first statement of main; flags " + String.join(" ", SMALL));
    report.table(table);
    double median = Spread.of(millis.getOrDefault("perennial", List.of())).median();
    report.target("ms cold", median, MOST_COLD_MILLIS);
    report.target("classes loaded, those of the JVM included", classes, MOST_CLASSES);
  }

  private static int classes(Subject subject, Map<String, Path> files) throws Exception {
    List<String> command = new ArrayList<>(subject.command());
    command.add(1, "-Xlog:class+load:stdout");
    Subject logging = new Subject(subject.name(), command, subject.ending(), subject.more());
    return (int) output(logging, "cold", files).lines().filter(l -> l.contains("source: ")).count();
  }

  private static void warm(Run run, Map<String, Path> files) throws Exception {
    Report report = run.report();
    Table table = new Table("warm, %,d lines".formatted(LINES), "ms (median)", "times oslo.config");
    Map<String, Double> millis = new LinkedHashMap<>();
    // With fewer loads the JVM still compiles while they are timed.
    int onJvm = run.choose(200, 600);
    int inPython = run.choose(2, 20);
    for (Subject subject : subjects(run, List.of("-XX:+UseSerialGC"))) {
      int loads = subject.command().getFirst().endsWith("python3") ? inPython : onJvm;
      millis.put(subject.name(), millis(subject, String.valueOf(loads), files));
    }
    double theirs = millis.getOrDefault("oslo.config, parse only", Double.NaN);
    millis.forEach((name, median) ->
        table.row(name, "%.2f".formatted(median), "%.1f".formatted(theirs / median)));
    report.line(
        "warm: the median of %d loads after as many others; in Python of %d"
            .formatted(onJvm, inPython));
    report.table(table);
    report.targetAtLeast(
        "times as fast as oslo.config, parse only",
        theirs / millis.getOrDefault("perennial", Double.NaN),
        LEAST_RATIO);
  }

  /// The same assignments as INI and as properties: the options first, then keys that nobody
  /// declares, with a comment before every fourth.
  private static Map<String, Path> files(Run run, String name, int lines) throws IOException {
    StringBuilder ini = new StringBuilder();
    StringBuilder properties = new StringBuilder();
    int rest = Math.max(0, lines - GROUPS * 31) / GROUPS;
    for (int group = 0; group < GROUPS; group++) {
      ini.append("[group").append(group).append("]\n");
      for (String assignment : assignments(rest)) {
        ini.append(assignment).append('\n');
        properties.append(assignment.startsWith("#") ? "" : "group" + group + ".");
        properties.append(assignment).append('\n');
      }
    }
    Path conf = Files.writeString(run.directory().resolve(name + ".conf"), ini);
    Path other = Files.writeString(run.directory().resolve(name + ".properties"), properties);
    return Map.of(".conf", conf, ".properties", other);
  }

  private static List<String> assignments(int rest) {
    List<String> lines = new ArrayList<>();
    IntStream.range(0, 13).forEach(i -> lines.add("text" + i + " = some longer text " + i));
    lines.add("number0 = 1");
    IntStream.range(1, 8).forEach(i -> lines.add("number" + i + " = " + 100 * i));
    IntStream.range(0, 5).forEach(i -> lines.add("flag" + i + " = true"));
    IntStream.range(0, 2).forEach(i -> lines.add("ratio" + i + " = 0.75"));
    IntStream.range(0, 2).forEach(i -> lines.add("names" + i + " = one,two,three"));
    for (int i = 0; i < rest; i++) {
      lines.add(i % 4 == 0 ? "# what number " + i + " is for" : "key" + i + " = value of " + i);
    }
    return lines;
  }
}
