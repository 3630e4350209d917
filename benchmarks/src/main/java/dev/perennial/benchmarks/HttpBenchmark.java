package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// What a request costs: the same hello service under the same load on ours and on its peers.
///
/// All servers run from the beginning to the end, so that each is warmed up once; they are measured
/// in turn, round after round, while the others idle. The figure to trust is the CPU time of a
/// request: requests a second also depend on how much of the machine the load driver takes.
final class HttpBenchmark implements Benchmark {

  private static final int FIRST_PORT = 18080;
  private static final int WORKERS = 2;

  private static final String OURS = "ours";
  private static final String OURS_WITHOUT_LOG = "ours, no log";
  private static final String JETTY = "jetty";
  private static final String JETTY_VIRTUAL = "jetty, all virtual";
  private static final String OSLO = "oslo.service";

  /// What one server showed in one round.
  ///
  /// @param wrk what the driver saw
  /// @param cpuMicros CPU time of all processes of the server for one request
  private record Sample(Wrk.Result wrk, double cpuMicros) {}

  @Override
  public void measure(Run run) throws Exception {
    List<Server> servers = servers(run.servers());
    run.report().line("load    " + load(run));
    run.report().servers(servers);
    measure(run, servers);
  }

  private static String load(Run run) throws Exception {
    return "wrk %s: %s; no pinning: server and driver share all cores"
        .formatted(Packages.version("wrk"), String.join(" ", Wrk.command(0, seconds(run))));
  }

  private static List<Server> servers(Servers all) throws Exception {
    int port = FIRST_PORT;
    return List.of(
        all.ours(OURS, "throughput", Servers.Log.FILE, WORKERS, port),
        all.jetty(JETTY, JettyProgram.Threads.GUIDE, port + 1),
        all.ours(OURS_WITHOUT_LOG, "throughput", Servers.Log.NONE, WORKERS, port + 2),
        all.jetty(JETTY_VIRTUAL, JettyProgram.Threads.VIRTUAL, port + 3),
        all.ours("ours, small", "small", Servers.Log.FILE, WORKERS, port + 4),
        all.oslo(WORKERS, port + 5, true),
        all.oslo(WORKERS, port + 6, false),
        all.gunicorn(WORKERS, port + 7),
        all.nginx(WORKERS, port + 8));
  }

  private static void measure(Run run, List<Server> servers) throws Exception {
    List<RunningServer> running = new ArrayList<>();
    try {
      for (Server server : servers) {
        running.add(RunningServer.start(server, FIRST_PORT + running.size(), run.directory()));
      }
      Map<String, List<Sample>> samples = new LinkedHashMap<>();
      warmUp(run, running);
      for (int round = 1; round <= run.choose(1, 4); round++) {
        for (RunningServer server : running) {
          Sample sample = sample(run, server);
          Report.progress("round %d, %s: %s".formatted(round, server.name(), sample));
          samples.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(sample);
        }
      }
      report(run, running, samples);
    } finally {
      for (RunningServer server : running) {
        server.close();
      }
    }
  }

  private static int seconds(Run run) {
    return run.choose(1, 4);
  }

  // Compiled code is what is measured: a JVM gets enough requests for its compilers to be done.
  private static void warmUp(Run run, List<RunningServer> running) throws Exception {
    for (RunningServer server : running) {
      server
          .said()
          .lines()
          .filter(line -> line.startsWith("Jetty "))
          .forEach(line -> run.report().line(server.name() + ": " + line));
      boolean compiles = ProcessFigures.commandLine(server.pid()).getFirst().endsWith("java");
      int seconds = compiles ? run.choose(1, 25) : run.choose(1, 2);
      Wrk.Result warm = Wrk.run(server.port(), seconds);
      run.report()
          .line(
              "warm-up of %s: %d s, %d requests"
                  .formatted(server.name(), seconds, warm.requests()));
    }
  }

  private static Sample sample(Run run, RunningServer server) throws Exception {
    // What the other servers did meanwhile has emptied its caches.
    Wrk.run(server.port(), 1);
    List<Long> processes = server.processes();
    long before = ProcessFigures.cpuMicros(processes);
    Wrk.Result result = Wrk.run(server.port(), seconds(run));
    long after = ProcessFigures.cpuMicros(processes);
    if (!result.errors().isEmpty()) {
      throw new IllegalStateException(server.name() + ": " + result.errors());
    }
    return new Sample(result, (double) (after - before) / result.requests());
  }

  private static void report(
      Run run, List<RunningServer> running, Map<String, List<Sample>> samples) throws Exception {
    Table table =
        new Table(
            "server (min / median / max)",
            "CPU us per request",
            "requests/s",
            "p50 us",
            "p99 us",
            "PSS MiB: first process, others");
    for (RunningServer server : running) {
      List<Sample> own = samples.getOrDefault(server.name(), List.of());
      table.row(
          server.name(),
          spread(own, Sample::cpuMicros).text(1),
          spread(own, sample -> sample.wrk().perSecond()).text(0),
          spread(own, sample -> sample.wrk().p50()).text(0),
          spread(own, sample -> sample.wrk().p99()).text(0),
          memory(server));
    }
    run.report().table(table);
    targets(run.report(), samples);
  }

  private static void targets(Report report, Map<String, List<Sample>> samples) {
    double cpu = median(samples, OURS, Sample::cpuMicros);
    double bare = median(samples, JETTY, Sample::cpuMicros);
    double virtual = median(samples, JETTY_VIRTUAL, Sample::cpuMicros);
    double withoutLog = median(samples, OURS_WITHOUT_LOG, Sample::cpuMicros);
    report.target("CPU per request, ours / jetty", cpu / bare, 1.10);
    report.line("ratio  CPU per request, ours / jetty, all virtual: %.2f".formatted(cpu / virtual));
    report.line("ratio  CPU per request, ours / ours, no log: %.2f".formatted(cpu / withoutLog));
    double rate = median(samples, OURS, sample -> sample.wrk().perSecond());
    double oslo = median(samples, OSLO, sample -> sample.wrk().perSecond());
    double bestOslo = median(samples, OSLO + ", no log", sample -> sample.wrk().perSecond());
    report.targetAtLeast("requests/s, ours / oslo.service", rate / oslo, 3.5);
    report.targetAtLeast("requests/s, ours / oslo.service without a log", rate / bestOslo, 3.5);
  }

  private static String memory(RunningServer server) throws Exception {
    List<String> shares = new ArrayList<>();
    for (long pid : server.processes()) {
      shares.add("%.0f".formatted(ProcessFigures.pssKilobytes(pid) / 1024.0));
    }
    return String.join(" ", shares);
  }

  private static double median(
      Map<String, List<Sample>> samples, String server, ToDoubleFunction<Sample> figure) {
    return spread(samples.getOrDefault(server, List.of()), figure).median();
  }

  private static Spread spread(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Spread.of(samples.stream().map(figure::applyAsDouble).toList());
  }
}
