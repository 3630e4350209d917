package dev.perennial.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a process costs: PSS of the supervisor and of each worker after load, with more and more
/// workers. PSS counts what processes share by its share, so the figures of a server add up.
final class MemoryBenchmark implements Benchmark {

  private static final int FIRST_PORT = 18280;

  private static final String HEADING = "PSS MiB (min / median / max)";

  /// One server with so many workers, after load.
  ///
  /// @param supervisor PSS in MiB
  /// @param workers of each of them
  private record Sample(double supervisor, List<Double> workers) {

    double total() {
      return supervisor + workers.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private record Key(String server, int workers) {}

  @Override
  public void measure(Run run) throws Exception {
    Report report = run.report();
    report.line(
        "load    %s, up to 5 s with more workers; then PSS from smaps_rollup"
            .formatted(
                String.join(" ", Wrk.Load.HELLO.command("http://127.0.0.1:0", seconds(run, 1)))));
    Map<Key, List<Sample>> samples = new LinkedHashMap<>();
    int port = FIRST_PORT;
    for (int round = 1; round <= run.choose(1, 3); round++) {
      for (int workers : run.quick() ? new int[] {1, 2} : new int[] {1, 2, 4, 8}) {
        for (Server server : servers(run, workers, new Where.Plain(port))) {
          if (round == 1 && workers == 1) {
            report.servers(List.of(server));
          }
          Sample sample = sample(run, server, workers, port);
          Report.progress("round %d, %s: %s".formatted(round, server.name(), sample));
          samples
              .computeIfAbsent(new Key(server.name(), workers), _ -> new ArrayList<>())
              .add(sample);
        }
        port++;
      }
    }
    report(report, samples);
  }

  private static int seconds(Run run, int workers) {
    return run.choose(1, 1 + workers / 2);
  }

  private static List<Server> servers(Run run, int workers, Where where) throws Exception {
    return List.of(
        run.servers().ours("ours, small", "small", Servers.Log.FILE, workers, where),
        run.servers().ours("ours, throughput", "throughput", Servers.Log.FILE, workers, where),
        run.peers().oslo(workers, where, true),
        run.peers().gunicorn(workers, where));
  }

  private static Sample sample(Run run, Server server, int workers, int port) throws Exception {
    try (RunningServer running = RunningServer.start(server, run.directory())) {
      Wrk.Load.HELLO.run(server.where(), seconds(run, workers));
      List<Double> sizes = new ArrayList<>();
      for (long pid : running.processes()) {
        sizes.add(ProcessFigures.pssKilobytes(pid) / 1024.0);
      }
      if (sizes.size() != workers + 1) {
        throw new IllegalStateException(
            server.name() + " has " + sizes.size() + " processes for " + workers + " workers");
      }
      return new Sample(sizes.getFirst(), List.copyOf(sizes.subList(1, sizes.size())));
    }
  }

  private static void report(Report report, Map<Key, List<Sample>> samples) {
    report.line(HEADING);
    Table table = new Table("server", "workers", "supervisor", "a worker", "all together");
    samples.forEach((key, own) ->
        table.row(
            key.server(),
            "" + key.workers(),
            Spread.of(own.stream().map(Sample::supervisor).toList()).text(1),
            Spread.of(own.stream().flatMap(one -> one.workers().stream()).toList()).text(1),
            Spread.of(own.stream().map(Sample::total).toList()).text(0)));
    report.table(table);
  }
}
