package dev.perennial.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a line in a log file costs, beside `java.util.logging` and Logback, each in a process of
/// its own, at the same steady rate.
final class LoggingBenchmark implements Benchmark {

  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m");
  private static final int PER_SECOND = 20_000;

  @Override
  public void measure(Run run) throws Exception {
    Report report = run.report();
    report.line("jvm     " + String.join(" ", JVM) + "; " + PER_SECOND + " lines a second");
    Map<LoggingKind, List<Map<String, Double>>> samples = new TreeMap<>();
    for (int round = 0; round < run.choose(1, 3); round++) {
      for (LoggingKind kind : LoggingKind.values()) {
        Map<String, Double> figures = sample(run, kind, round);
        Report.progress(kind + ": " + figures);
        samples.computeIfAbsent(kind, _ -> new ArrayList<>()).add(figures);
      }
    }
    report(report, samples);
  }

  private static Map<String, Double> sample(Run run, LoggingKind kind, int round) throws Exception {
    List<String> command = new ArrayList<>(run.checkout().java());
    command.addAll(JVM);
    Path peers = run.checkout().root().resolve("benchmarks/target/logback");
    command.addAll(
        List.of(
            "-cp",
            run.checkout().benchmarks() + ":" + peers + "/*",
            LoggingProgram.class.getName(),
            kind.name(),
            run.directory().resolve(kind + "-" + round + ".log").toString(),
            Integer.toString(PER_SECOND),
            Integer.toString(run.choose(1, 4)),
            Integer.toString(run.choose(1, 6))));
    Map<String, Double> figures = new TreeMap<>();
    Command.output(command)
        .lines()
        .filter(line -> line.matches("\\w+=\\S+"))
        .map(line -> line.split("="))
        .forEach(words -> figures.put(words[0], Double.valueOf(words[1])));
    return figures;
  }

  private static void report(Report report, Map<LoggingKind, List<Map<String, Double>>> samples) {
    report.line("min / median / max");
    Table table = new Table("written by", "CPU ns/line", "lost %");
    samples.forEach((kind, own) ->
        table.row(
            kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            spread(own, "cpu_ns_per_line").text(0),
            spread(own, "lost_percent").text(2)));
    report.table(table);
    report.target(
        "CPU ns of a line",
        spread(samples.getOrDefault(LoggingKind.PERENNIAL, List.of()), "cpu_ns_per_line").median(),
        spread(samples.getOrDefault(LoggingKind.LOGBACK_ASYNC, List.of()), "cpu_ns_per_line")
            .median());
  }

  private static Spread spread(List<Map<String, Double>> own, String figure) {
    return Spread.of(own.stream().map(figures -> figures.getOrDefault(figure, -1.0)).toList());
  }
}
