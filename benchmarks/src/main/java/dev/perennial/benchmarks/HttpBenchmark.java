package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What a request costs: the same service under the same load on ours and on its peers.
///
/// All servers of a part run from its beginning to its end, so that each is warmed up once; they
/// are measured in turn, round after round, while the others idle. The figure to trust is the CPU
/// time of a request: requests a second also depend on how much of the machine the load driver
/// takes.
final class HttpBenchmark implements Benchmark {

  /// What one server showed in one round.
  ///
  /// @param wrk what the driver saw
  /// @param cpuMicros CPU time of all processes of the server for one request
  private record Sample(Wrk.Result wrk, double cpuMicros) {}

  @Override
  public List<String> parts() {
    return Stream.of(HttpScenario.values()).map(HttpScenario::part).toList();
  }

  @Override
  public void measure(Run run) throws Exception {
    List<String> wanted = run.parts().isEmpty() ? parts() : run.parts();
    for (String part : wanted) {
      measure(run, HttpScenario.of(part).orElseThrow());
    }
  }

  private static void measure(Run run, HttpScenario scenario) throws Exception {
    List<Server> servers = scenario.servers(run);
    run.report().line("");
    run.report()
        .line(
            "part    %s: %s; no pinning: server and driver share all cores"
                .formatted(scenario.part(), scenario.about(run, seconds(run))));
    run.report().servers(servers);
    scenario.absent().ifPresent(who -> run.report().line("not measured: " + who));
    List<RunningServer> running = new ArrayList<>();
    try {
      for (Server server : servers) {
        running.add(RunningServer.start(server, run.directory()));
      }
      Map<String, List<Sample>> samples = new LinkedHashMap<>();
      warmUp(run, scenario, running);
      for (int round = 1; round <= run.choose(1, 5); round++) {
        for (RunningServer server : running) {
          Sample sample = sample(run, scenario, server);
          Report.progress("round %d, %s: %s".formatted(round, server.name(), sample));
          samples.computeIfAbsent(server.name(), _ -> new ArrayList<>()).add(sample);
        }
      }
      report(run, scenario, running, samples);
    } finally {
      for (RunningServer server : running) {
        server.close();
      }
    }
  }

  private static int seconds(Run run) {
    return run.choose(1, 2);
  }

  // Compiled code is what is measured: a JVM gets requests until its compilers are done.
  private static void warmUp(Run run, HttpScenario scenario, List<RunningServer> running)
      throws Exception {
    for (RunningServer server : running) {
      boolean compiles = ProcessFigures.commandLine(server.pid()).getFirst().endsWith("java");
      run.report()
          .line(
              "warm-up of %s: CPU us per request, a second each: %s"
                  .formatted(
                      server.name(), compiles ? warmUp(run, scenario, server) : "not needed"));
    }
  }

  private static String warmUp(Run run, HttpScenario scenario, RunningServer server)
      throws Exception {
    scenario.connect(run, server.server(), run.choose(1, 10));
    WarmUp warmUp = new WarmUp(run.choose(1, 30), run.choose(1, 60));
    while (!warmUp.isOver()) {
      warmUp.add(measured(server, () -> scenario.run(run, server.server(), 1)).cpuMicros());
    }
    return warmUp.toString();
  }

  @FunctionalInterface
  private interface Driven {
    Wrk.Result run() throws Exception;
  }

  private static Sample measured(RunningServer server, Driven load) throws Exception {
    List<Long> processes = server.processes();
    long before = ProcessFigures.cpuMicros(processes);
    Wrk.Result result = load.run();
    long after = ProcessFigures.cpuMicros(processes);
    return new Sample(result, (double) (after - before) / result.requests());
  }

  private static Sample sample(Run run, HttpScenario scenario, RunningServer server)
      throws Exception {
    // What the other servers did meanwhile has emptied its caches.
    scenario.run(run, server.server(), 1);
    Sample sample = measured(server, () -> scenario.run(run, server.server(), seconds(run)));
    if (!sample.wrk().errors().isEmpty() && server.name().startsWith(HttpScenario.OURS)) {
      throw new IllegalStateException(server.name() + ": " + sample.wrk().errors());
    }
    return sample;
  }

  private static void report(
      Run run,
      HttpScenario scenario,
      List<RunningServer> running,
      Map<String, List<Sample>> samples)
      throws Exception {
    Table table =
        new Table(
            scenario.part() + " (min / median / max)",
            "CPU us per request",
            "requests/s",
            "p50 us",
            "p99 us",
            "PSS MiB: first process, others",
            "errors");
    for (RunningServer server : running) {
      List<Sample> own = samples.getOrDefault(server.name(), List.of());
      table.row(
          server.name(),
          spread(own, Sample::cpuMicros).text(1),
          spread(own, sample -> sample.wrk().perSecond()).text(0),
          spread(own, sample -> sample.wrk().p50()).text(0),
          spread(own, sample -> sample.wrk().p99()).text(0),
          memory(server),
          own.getLast().wrk().errors());
    }
    run.report().table(table);
    targets(run.report(), scenario, samples);
  }

  private static void targets(
      Report report, HttpScenario scenario, Map<String, List<Sample>> samples) {
    String part = scenario.part() + ", ";
    double cpu = median(samples, HttpScenario.OURS, Sample::cpuMicros);
    double bare = median(samples, HttpScenario.JETTY, Sample::cpuMicros);
    double virtual = median(samples, HttpScenario.JETTY_VIRTUAL, Sample::cpuMicros);
    // Two ways to have virtual threads in bare Jetty: what its guide prefers, and how ours is
    // built.
    report.target(part + "CPU per request, ours / jetty", cpu / bare, 1.10);
    report.target(part + "CPU per request, ours / jetty, all virtual", cpu / virtual, 1.10);
    if (scenario == HttpScenario.HELLO) {
      double nonBlocking = median(samples, HttpScenario.NON_BLOCKING, Sample::cpuMicros);
      double nginx = median(samples, HttpScenario.NGINX, Sample::cpuMicros);
      report.target(part + "CPU per request, ours non-blocking / nginx", nonBlocking / nginx, 1.10);
      double alone = median(samples, HttpScenario.NON_BLOCKING_ALONE, Sample::cpuMicros);
      report.line(
          "ratio  %sCPU per request, ours non-blocking, one worker / nginx: %.2f"
              .formatted(part, alone / nginx));
    }
    double rate = median(samples, HttpScenario.OURS, sample -> sample.wrk().perSecond());
    double oslo = median(samples, HttpScenario.OSLO, sample -> sample.wrk().perSecond());
    report.targetAtLeast(part + "requests/s, ours / oslo.service", rate / oslo, 3.5);
    double p99 = median(samples, HttpScenario.OURS, sample -> sample.wrk().p99());
    double lowest =
        samples.keySet().stream()
            .filter(name -> !name.startsWith(HttpScenario.OURS))
            .mapToDouble(name -> median(samples, name, sample -> sample.wrk().p99()))
            .min()
            .orElseThrow();
    report.target(part + "p99, ours / the lowest of the others", p99 / lowest, 1.0);
    samples.keySet().stream()
        .filter(name -> name.startsWith(HttpScenario.OURS) && !name.equals(HttpScenario.OURS))
        .map(name ->
            "ratio  %sp99, %s / the lowest of the others: %.2f"
                .formatted(
                    part, name, median(samples, name, sample -> sample.wrk().p99()) / lowest))
        .forEach(report::line);
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
