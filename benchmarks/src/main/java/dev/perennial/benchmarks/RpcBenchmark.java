package dev.perennial.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Calls, casts and messages to all servers a second, and how long calls take, on one broker: ours
/// to ours, ours to Python, Python to Python, and what the AMQP library gives when the same
/// messages are written by hand.
final class RpcBenchmark implements Benchmark {

  // A client and a server share the processors as two workers do, so they have the share that the
  // launcher gives to each of two.
  private static final int SHARE = Math.ceilDiv(Runtime.getRuntime().availableProcessors(), 2);
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-Xmx512m", "-Djdk.virtualThreadScheduler.parallelism=" + SHARE);
  private static final List<Integer> CALLERS = List.of(1, 8, 64, 512);
  // Python's pool has thirty connections and a thread each; more callers only wait for them.
  private static final int MOST_OF_PYTHON = 64;
  private static final String CASTERS = "64";
  private static final int SECONDS = 4;
  private static final int ROUNDS = 3;

  private static final double SHARE_OF_RAW = 0.9;
  private static final double TIMES_PYTHON = 10;
  private static final double LATENCY_OF_RAW = 1.1;

  // A Python server would need minutes to run what our client casts in seconds.
  private static final List<Pair> SENDERS =
      List.of(Pair.RAW_RAW, Pair.OURS_OURS, Pair.PYTHON_PYTHON);

  private final Map<String, List<Map<String, Double>>> results = new HashMap<>();

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
    report.line("calls   one after the other from each caller, to one server");
    report.line("casts   until the last one was run, by one server");
    report.line("fanouts the same, by each of " + RpcLoad.SERVERS.size() + " servers");
    try (RabbitNode node = new RabbitNode(run.directory())) {
      for (int round = 0; round < run.choose(1, ROUNDS); round++) {
        for (Pair pair : Pair.values()) {
          calls(run, node, pair);
        }
        for (Pair pair : SENDERS) {
          casts(run, node, pair, "casts", RpcLoad.SERVERS.subList(0, 1));
          casts(run, node, pair, "fanouts", RpcLoad.SERVERS);
        }
      }
    }
    tables(report);
    targets(report);
  }

  private void tables(Report report) {
    Table calls = new Table("calls (min / median / max)", "callers", "per s", "p50 us", "p99 us");
    Table casts = new Table("casts (min / median / max)", "callers", "per s");
    for (Pair pair : Pair.values()) {
      for (String count : callers(pair)) {
        calls.row(
            pair.label(),
            count,
            spread(pair, "calls", "per_s." + count).text(0),
            spread(pair, "calls", "p50_us." + count).text(0),
            spread(pair, "calls", "p99_us." + count).text(0));
      }
    }
    for (Pair pair : SENDERS) {
      for (String what : List.of("casts", "fanouts")) {
        casts.row(
            pair.label() + " " + what, CASTERS, spread(pair, what, "per_s." + CASTERS).text(0));
      }
    }
    report.table(calls);
    report.table(casts);
  }

  private static List<String> callers(Pair pair) {
    return CALLERS.stream()
        .filter(count -> !pair.server.equals("python") || count <= MOST_OF_PYTHON)
        .map(String::valueOf)
        .toList();
  }

  private void calls(Run run, RabbitNode node, Pair pair) throws Exception {
    String topic = "calls_" + pair.name().toLowerCase(Locale.ROOT);
    Process server = server(run, node, pair, topic, RpcLoad.SERVERS.subList(0, 1));
    try {
      client(run, node, pair, topic, "calls", String.join(",", callers(pair)));
    } finally {
      server.destroyForcibly();
    }
  }

  private void casts(Run run, RabbitNode node, Pair pair, String what, List<String> servers)
      throws Exception {
    String topic = what + "_" + pair.name().toLowerCase(Locale.ROOT);
    Process server = server(run, node, pair, topic, servers);
    try {
      client(run, node, pair, topic, what, CASTERS);
    } finally {
      server.destroyForcibly();
    }
  }

  private static Process server(
      Run run, RabbitNode node, Pair pair, String topic, List<String> names) throws IOException {
    List<String> command = program(run, node, pair.server, "server", topic);
    command.addAll(names);
    Process server = new ProcessBuilder(command).start();
    awaitReady(server);
    return server;
  }

  private void client(
      Run run, RabbitNode node, Pair pair, String topic, String what, String callers)
      throws Exception {
    List<String> command = program(run, node, pair.client, "client", topic);
    command.addAll(List.of(what, callers, Integer.toString(run.choose(1, SECONDS))));
    Map<String, Double> figures = figures(Command.output(command));
    Report.progress(pair.label() + " " + what + " " + callers + ": " + figures);
    results.computeIfAbsent(pair + " " + what, _ -> new ArrayList<>()).add(figures);
  }

  private void targets(Report report) {
    for (int callers : CALLERS) {
      report.targetAtLeast(
          "calls/s of raw at " + callers,
          figure(Pair.OURS_OURS, callers, "per_s") / figure(Pair.RAW_RAW, callers, "per_s"),
          SHARE_OF_RAW);
      report.target(
          "p50 of raw at " + callers,
          figure(Pair.OURS_OURS, callers, "p50_us") / figure(Pair.RAW_RAW, callers, "p50_us"),
          LATENCY_OF_RAW);
    }
    report.targetAtLeast(
        "times Python at 8",
        figure(Pair.OURS_OURS, 8, "per_s") / figure(Pair.PYTHON_PYTHON, 8, "per_s"),
        TIMES_PYTHON);
  }

  private double figure(Pair pair, int callers, String name) {
    return spread(pair, "calls", name + "." + callers).median();
  }

  private Spread spread(Pair pair, String what, String name) {
    return Spread.of(
        results.getOrDefault(pair + " " + what, List.of()).stream()
            .map(figures -> value(figures, name))
            .toList());
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
        .filter(line -> line.matches("[\\w.]+=\\S+"))
        .map(line -> line.split("="))
        .forEach(words -> figures.put(words[0], Double.valueOf(words[1])));
    return figures;
  }

  private static double value(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    if (value == null) {
      throw new IllegalStateException("a client said nothing about " + name);
    }
    return value;
  }
}
