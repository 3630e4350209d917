package dev.perennial.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Calls a second and how long they take, on one broker: ours to ours, ours to Python, Python to
/// Python, and what the AMQP library gives when the same messages are written by hand.
final class RpcBenchmark implements Benchmark {

  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx512m");
  private static final int[] CALLERS = {1, 8, 64, 512};
  // Python's pool has thirty connections and a thread each; more callers only wait for them.
  private static final int MOST_OF_PYTHON = 64;

  private static final double SHARE_OF_RAW = 0.9;
  private static final double TIMES_PYTHON = 10;
  private static final double LATENCY_OF_RAW = 1.1;

  private final Map<String, Map<String, Double>> results = new HashMap<>();

  /// Who calls whom.
  private enum Pair {
    RAW_RAW("raw", "raw"),
    OURS_OURS("ours", "ours"),
    OURS_PYTHON("ours", "python"),
    PYTHON_PYTHON("python", "python");

    final String client;
    final String server;

    Pair(String client, String server) {
      this.client = client;
      this.server = server;
    }

    String label() {
      return client + " to " + server;
    }
  }

  @Override
  public void measure(Run run) throws Exception {
    Report report = run.report();
    report.line("jvm     " + String.join(" ", JVM) + " for clients and servers");
    report.line(
        "broker  rabbitmq-server %s, default queues; oslo.messaging %s"
            .formatted(
                Packages.version("rabbitmq-server"), Packages.version("python3-oslo.messaging")));
    Table table = new Table("calls", "callers", "calls/s", "p50 us", "p99 us");
    try (RabbitNode node = new RabbitNode(run.directory())) {
      for (Pair pair : Pair.values()) {
        measure(run, node, pair, table);
      }
    }
    report.table(table);
    targets(report);
  }

  private void measure(Run run, RabbitNode node, Pair pair, Table table) throws Exception {
    String topic = "bench_" + pair.name().toLowerCase(Locale.ROOT);
    Process server = new ProcessBuilder(program(run, node, pair.server, "server", topic)).start();
    try {
      awaitReady(server);
      for (int callers : CALLERS) {
        if (pair.server.equals("python") && callers > MOST_OF_PYTHON) {
          continue;
        }
        List<String> command = new ArrayList<>(program(run, node, pair.client, "client", topic));
        command.add(Integer.toString(callers));
        command.add(Integer.toString(run.choose(1, 5)));
        Map<String, Double> figures = figures(Command.output(command));
        Report.progress(pair.label() + " " + callers + ": " + figures);
        results.put(pair + "/" + callers, figures);
        table.row(
            pair.label(),
            Integer.toString(callers),
            text(figures, "calls_per_s"),
            text(figures, "p50_us"),
            text(figures, "p99_us"));
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private void targets(Report report) {
    for (int callers : CALLERS) {
      report.targetAtLeast(
          "calls/s of raw at " + callers,
          figure(Pair.OURS_OURS, callers, "calls_per_s")
              / figure(Pair.RAW_RAW, callers, "calls_per_s"),
          SHARE_OF_RAW);
      report.target(
          "p50 of raw at " + callers,
          figure(Pair.OURS_OURS, callers, "p50_us") / figure(Pair.RAW_RAW, callers, "p50_us"),
          LATENCY_OF_RAW);
    }
    report.targetAtLeast(
        "times Python at 8",
        figure(Pair.OURS_OURS, 8, "calls_per_s") / figure(Pair.PYTHON_PYTHON, 8, "calls_per_s"),
        TIMES_PYTHON);
  }

  private double figure(Pair pair, int callers, String name) {
    return value(results.getOrDefault(pair + "/" + callers, Map.of()), name);
  }

  private static List<String> program(
      Run run, RabbitNode node, String kind, String role, String topic) {
    List<String> command = new ArrayList<>();
    if (kind.equals("python")) {
      command.addAll(
          List.of("/usr/bin/python3", "-W", "ignore", run.checkout().peer("oslo_rpc.py")));
    } else {
      Class<?> main = kind.equals("raw") ? RawRpcProgram.class : RpcProgram.class;
      command.addAll(run.checkout().java());
      command.addAll(JVM);
      command.addAll(List.of("-cp", run.checkout().benchmarks(), main.getName()));
    }
    String address = kind.equals("raw") ? Integer.toString(node.port()) : node.url();
    command.addAll(List.of(role, address, topic));
    return command;
  }

  private static void awaitReady(Process server) throws IOException {
    BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (!"ready".equals(line)) {
      throw new IOException("a server did not start: " + line);
    }
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

  private static String text(Map<String, Double> figures, String name) {
    return String.format(Locale.ROOT, "%.0f", value(figures, name));
  }

  private static double value(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalStateException("a client said nothing about " + name);
    }
    return value;
  }
}
