package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What timers cost: heap of an idle one, CPU of a fire at 100,000 fires a second, and how late
/// they are. Each kind runs in a process of its own. oslo.service on eventlet is measured at the
/// number of looping calls that it survives, so its CPU is that of far fewer fires.
final class TimersBenchmark implements Benchmark {

  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g");

  private static final String OSLO = "oslo.service";
  private static final int OSLO_TIMERS = 1_000;
  private static final int SECOND = 1_000;

  private static final double MOST_BYTES = 300;
  private static final double MOST_LATE_MILLIS = 20;

  /// Some timers of one kind.
  ///
  /// @param kind the name of a [TimerKind], or [#OSLO]
  /// @param timers how many
  /// @param intervalMillis from fire to fire of each
  private record Subject(String kind, int timers, int intervalMillis) {}

  private final Map<Subject, List<Map<String, Double>>> samples = new LinkedHashMap<>();

  @Override
  public void measure(Run run) throws Exception {
    Report report = run.report();
    report.line("jvm     " + String.join(" ", JVM) + "; every fire is a new virtual thread");
    report.line(
        "%s %s on eventlet, resident memory instead of heap, fires on its own green threads"
            .formatted(OSLO, Packages.version("python3-oslo.service")));
    for (int round = 0; round < run.choose(1, 3); round++) {
      measureAll(run, run.choose(10_000, 100_000), SECOND);
      if (!run.quick()) {
        measureAll(run, 1_000_000, 10 * SECOND);
      }
    }
    sample(run, new Subject(OSLO, OSLO_TIMERS, SECOND));
    report(report);
  }

  private void measureAll(Run run, int timers, int intervalMillis) throws Exception {
    for (TimerKind kind : TimerKind.values()) {
      sample(run, new Subject(kind.name(), timers, intervalMillis));
    }
  }

  private void sample(Run run, Subject subject) throws Exception {
    List<String> command = new ArrayList<>(program(run.checkout(), subject.kind()));
    command.add(Integer.toString(subject.timers()));
    command.add(Integer.toString(subject.intervalMillis()));
    // A second until the first fire, and all have fired once.
    command.add(Integer.toString(run.choose(1, 2 + subject.intervalMillis() / SECOND)));
    command.add(Integer.toString(run.choose(1, 6)));
    Map<String, Double> figures = figures(Command.output(command));
    Report.progress(subject + ": " + figures);
    samples.computeIfAbsent(subject, _ -> new ArrayList<>()).add(figures);
  }

  private static List<String> program(Checkout checkout, String kind) {
    if (kind.equals(OSLO)) {
      return List.of("/usr/bin/python3", "-W", "ignore", checkout.peer("oslo_timers.py"));
    }
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(JVM);
    command.addAll(List.of("-cp", checkout.benchmarks(), TimersProgram.class.getName(), kind));
    return command;
  }

  private static Map<String, Double> figures(String output) {
    Map<String, Double> figures = new HashMap<>();
    output
        .lines()
        .filter(line -> line.matches("\\w+=\\S+"))
        .map(line -> line.split("="))
        .forEach(words -> figures.put(words[0], Double.valueOf(words[1])));
    return figures;
  }

  private void report(Report report) {
    report.line("min / median / max; lateness in ms");
    Table table =
        new Table("timers", "number", "bytes idle", "fires/s", "CPU ns/fire", "p50", "p99", "max");
    samples.forEach((subject, own) ->
        table.row(
            subject.kind().toLowerCase(Locale.ROOT),
            Integer.toString(subject.timers()),
            text(own, "bytes", 0),
            text(own, "fires_per_s", 0),
            text(own, "cpu_ns_per_fire", 0),
            text(own, "p50_ms", 1),
            text(own, "p99_ms", 1),
            text(own, "max_ms", 1)));
    report.table(table);
    samples.keySet().stream()
        .filter(subject -> subject.kind().equals(TimerKind.OURS.name()))
        .forEach(ours -> targets(report, ours));
  }

  private void targets(Report report, Subject ours) {
    String of = " of " + ours.timers() + " timers";
    report.target("bytes of an idle timer" + of, median(ours, "bytes"), MOST_BYTES);
    report.target("ms of lateness, p99," + of, median(ours, "p99_ms"), MOST_LATE_MILLIS);
    double leastOfOthers =
        samples.keySet().stream()
            .filter(other -> other.timers() == ours.timers() && !other.equals(ours))
            .mapToDouble(other -> median(other, "cpu_ns_per_fire"))
            .min()
            .orElseThrow();
    report.target("CPU ns of a fire" + of, median(ours, "cpu_ns_per_fire"), leastOfOthers);
  }

  private double median(Subject subject, String figure) {
    return spread(samples.getOrDefault(subject, List.of()), figure).median();
  }

  private static String text(List<Map<String, Double>> own, String figure, int digits) {
    return spread(own, figure).text(digits);
  }

  private static Spread spread(List<Map<String, Double>> own, String figure) {
    return Spread.of(own.stream().map(figures -> value(figures, figure)).toList());
  }

  private static double value(Map<String, Double> figures, String figure) {
    Double value = figures.get(figure);
    if (value == null) {
      throw new IllegalStateException("a program did not print " + figure + ": " + figures);
    }
    return value;
  }
}
