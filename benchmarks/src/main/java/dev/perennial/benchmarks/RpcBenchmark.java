package dev.perennial.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls, casts and messages to all servers a second, and how long calls take, on one broker: ours
/// to ours, ours to Python and back, Python to Python, and what the AMQP library gives when the
/// same messages are written by hand.
///
/// A server has its clients one after the other, so that a client of Python does not meet a server
/// of ours that is not compiled yet.
final class RpcBenchmark implements Benchmark {

  private static final List<Integer> CALLERS = List.of(1, 8, 64, 512);
  private static final List<Integer> MOST_CALLERS = List.of(CALLERS.getLast());
  private static final int MOST_OF_PYTHON = 64;
  private static final String CASTERS = "64";
  // A Python server would need minutes to run what our client casts in seconds.
  private static final String MOST_CASTS_TO_PYTHON = "6400";
  private static final int SECONDS = 4;
  private static final int SECONDS_OF_PYTHON = 3;
  private static final int ROUNDS = 3;
  // With so many callers one round differs from the next by more than what is to be seen.
  private static final int ROUNDS_OF_MOST_CALLERS = 5;

  private static final double SHARE_OF_RAW = 0.9;
  private static final double TIMES_PYTHON = 10;
  private static final double LATENCY_OF_RAW = 1.1;

  private static final List<String> ONE_SERVER = RpcLoad.SERVERS.subList(0, 1);

  private final Map<String, List<Map<String, Double>>> results = new HashMap<>();

  @Override
  public void measure(Run run) throws Exception {
    try (RabbitNode node = new RabbitNode(run.directory())) {
      describe(run, node);
      for (int round = 0; round < run.choose(1, ROUNDS); round++) {
        for (RpcPeer server : RpcPeer.values()) {
          calls(run, node, server, CALLERS);
        }
        for (RpcPeer server : RpcPeer.values()) {
          casts(run, node, server);
          fanouts(run, node, server);
        }
      }
      for (int round = ROUNDS; round < run.choose(0, ROUNDS_OF_MOST_CALLERS); round++) {
        calls(run, node, RpcPeer.RAW, MOST_CALLERS);
        calls(run, node, RpcPeer.OURS, MOST_CALLERS);
      }
    }
    tables(run.report());
    targets(run.report());
  }

  private static void describe(Run run, RabbitNode node) throws Exception {
    Report report = run.report();
    report.line(
        "broker  rabbitmq-server %s, default queues"
            .formatted(Packages.version("rabbitmq-server")));
    report.line("calls   one after the other from each caller, to one server");
    report.line("casts   until the last one was run, by one server");
    report.line("fanouts the same, by each of " + RpcLoad.SERVERS.size() + " servers");
    report.line(
        "rounds  %d, and %d of calls of raw and ours at %s callers"
            .formatted(ROUNDS, ROUNDS_OF_MOST_CALLERS, MOST_CALLERS.getFirst()));
    report.line(
        ("python  at most %d callers, as a server runs 64 requests at a time and a client has 30"
                + " connections to send: more would only wait for each other")
            .formatted(MOST_OF_PYTHON));
    report.line(
        ("        %s casts from ours, since they come much faster than they are run; all other casts"
                + " as many as there is time for")
            .formatted(MOST_CASTS_TO_PYTHON));
    report.line(
        "raw     fanouts with the same exchange, queues, confirms and acknowledgements as ours; but"
            + " ours declares the exchange again each 50 ms, as it goes with its last server,");
    report.line(
        "        and each server of ours runs them on threads of their own, with a limit, metrics and"
            + " a memory of what has come, those of raw where they are read");
    for (RpcPair pair : RpcPair.values()) {
      if (!pair.isMixed()) {
        describe(run, node, pair);
      }
    }
  }

  private static void describe(Run run, RabbitNode node, RpcPair pair) throws Exception {
    RpcPeer peer = pair.client;
    List<String> load = List.of("calls", words(callers(pair, CALLERS)), seconds(run, pair));
    List<String> server = peer.server(run.checkout(), node, "TOPIC", RpcLoad.SERVERS);
    List<String> client = peer.client(run.checkout(), node, "TOPIC", load);
    run.report().line(peer.name().toLowerCase(Locale.ROOT) + ": " + peer.about());
    run.report().line("  " + String.join(" ", server));
    run.report().line("  " + String.join(" ", client));
  }

  private void tables(Report report) {
    Table calls = new Table("calls (min / median / max)", "callers", "per s", "p50 us", "p99 us");
    Table casts = new Table("casts (min / median / max)", "callers", "per s");
    for (RpcPair pair : RpcPair.values()) {
      for (int count : callers(pair, CALLERS)) {
        calls.row(
            pair.label(),
            "" + count,
            spread(pair, "calls", "per_s." + count).text(0),
            spread(pair, "calls", "p50_us." + count).text(0),
            spread(pair, "calls", "p99_us." + count).text(0));
      }
      casts.row(pair.label() + " casts", CASTERS, perSecond(pair, "casts").text(0));
      if (!pair.isMixed()) {
        casts.row(pair.label() + " fanouts", CASTERS, perSecond(pair, "fanouts").text(0));
      }
    }
    report.table(calls);
    report.table(casts);
  }

  private static List<Integer> callers(RpcPair pair, List<Integer> wanted) {
    return wanted.stream().filter(count -> !pair.hasPython() || count <= MOST_OF_PYTHON).toList();
  }

  private static String words(List<Integer> callers) {
    return callers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private void calls(Run run, RabbitNode node, RpcPeer server, List<Integer> wanted)
      throws Exception {
    String topic = topic("calls", server);
    Process running = start(server.server(run.checkout(), node, topic, ONE_SERVER));
    try {
      for (RpcPair pair : RpcPair.to(server)) {
        List<Integer> callers = callers(pair, wanted);
        if (!callers.isEmpty()) {
          client(run, node, pair, topic, List.of("calls", words(callers), seconds(run, pair)));
        }
      }
    } finally {
      running.destroyForcibly();
    }
  }

  private void casts(Run run, RabbitNode node, RpcPeer server) throws Exception {
    String topic = topic("casts", server);
    Process running = start(server.server(run.checkout(), node, topic, ONE_SERVER));
    try {
      for (RpcPair pair : RpcPair.to(server)) {
        List<String> load = new ArrayList<>(List.of("casts", CASTERS, seconds(run, pair)));
        if (pair == RpcPair.OURS_PYTHON) {
          load.add(MOST_CASTS_TO_PYTHON);
        }
        client(run, node, pair, topic, load);
      }
    } finally {
      running.destroyForcibly();
    }
  }

  private void fanouts(Run run, RabbitNode node, RpcPeer server) throws Exception {
    String topic = topic("fanouts", server);
    Process running = start(server.server(run.checkout(), node, topic, RpcLoad.SERVERS));
    try {
      for (RpcPair pair : RpcPair.to(server)) {
        if (!pair.isMixed()) {
          client(run, node, pair, topic, List.of("fanouts", CASTERS, seconds(run, pair)));
        }
      }
    } finally {
      running.destroyForcibly();
    }
  }

  private static String topic(String what, RpcPeer server) {
    return what + "_" + server.name().toLowerCase(Locale.ROOT);
  }

  private static String seconds(Run run, RpcPair pair) {
    return "" + run.choose(1, pair.hasPython() ? SECONDS_OF_PYTHON : SECONDS);
  }

  private static Process start(List<String> command) throws IOException {
    Process server = new ProcessBuilder(command).start();
    BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    if (!"ready".equals(line)) {
      throw new IOException("a server did not start: " + line);
    }
    return server;
  }

  private void client(Run run, RabbitNode node, RpcPair pair, String topic, List<String> load)
      throws Exception {
    List<String> command = pair.client.client(run.checkout(), node, topic, load);
    Map<String, Double> figures = figures(Command.output(command));
    Report.progress(pair.label() + " " + String.join(" ", load) + ": " + figures);
    results.computeIfAbsent(pair + " " + load.getFirst(), _ -> new ArrayList<>()).add(figures);
  }

  private void targets(Report report) {
    for (int callers : CALLERS) {
      report.targetAtLeast(
          "calls/s of raw at " + callers,
          figure(RpcPair.OURS_OURS, callers, "per_s") / figure(RpcPair.RAW_RAW, callers, "per_s"),
          SHARE_OF_RAW);
      report.target(
          "p50 of raw at " + callers,
          figure(RpcPair.OURS_OURS, callers, "p50_us") / figure(RpcPair.RAW_RAW, callers, "p50_us"),
          LATENCY_OF_RAW);
    }
    report.targetAtLeast(
        "times Python at 8",
        figure(RpcPair.OURS_OURS, 8, "per_s") / figure(RpcPair.PYTHON_PYTHON, 8, "per_s"),
        TIMES_PYTHON);
    for (String what : List.of("casts", "fanouts")) {
      double share =
          perSecond(RpcPair.OURS_OURS, what).median() / perSecond(RpcPair.RAW_RAW, what).median();
      report.line("ratio  %s/s of raw at %s: %.2f".formatted(what, CASTERS, share));
    }
  }

  private double figure(RpcPair pair, int callers, String name) {
    return spread(pair, "calls", name + "." + callers).median();
  }

  private Spread perSecond(RpcPair pair, String what) {
    return spread(pair, what, "per_s." + CASTERS);
  }

  // Some rounds have the most callers only.
  private Spread spread(RpcPair pair, String what, String name) {
    return Spread.of(
        results.getOrDefault(pair + " " + what, List.of()).stream()
            .flatMap(figures -> Stream.ofNullable(figures.get(name)))
            .toList());
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
}
