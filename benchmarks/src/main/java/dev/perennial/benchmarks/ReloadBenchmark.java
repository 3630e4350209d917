package dev.perennial.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a reload costs the clients: requests lost, and the latency of the others. All servers get
/// SIGHUP, which makes each of them replace its workers.
final class ReloadBenchmark implements Benchmark {

  private static final int FIRST_PORT = 18180;
  private static final int WORKERS = 2;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final String OURS = "ours";

  /// What one server did to one load.
  ///
  /// @param seconds that the reloads took, all together
  private record Sample(
      int steadyRequests,
      int steadyP99,
      int reloadRequests,
      int reloadP99,
      int slowest,
      double seconds,
      long lost,
      Map<Outcome, Long> counts) {}

  @Override
  public void measure(Run run) throws Exception {
    PeerServers peers = run.peers();
    List<Server> servers =
        List.of(
            run.servers().ours(OURS, "small", Servers.Log.FILE, WORKERS, where(0)),
            peers.oslo(WORKERS, where(1), true),
            peers.gunicorn(WORKERS, where(2)),
            peers.nginx(WORKERS, where(3)));
    List<LoadKind> kinds = List.of(LoadKind.KEPT, LoadKind.ONE_SHOT, LoadKind.KEPT_SATURATED);
    Report report = run.report();
    kinds.forEach(kind -> report.line("load    " + kind.about()));
    report.line(
        "reload  SIGHUP, %d times, 1 s between; over when other processes serve and the old ones are gone, %d s at most"
            .formatted(reloads(run), LONGEST.toSeconds()));
    report.servers(servers);
    Table table =
        new Table(
            "load",
            "server",
            "requests",
            "lost",
            "how",
            "p99 ms steady",
            "p99 ms reload",
            "ratio",
            "slowest ms",
            "s a reload");
    for (LoadKind kind : kinds) {
      for (int i = 0; i < servers.size(); i++) {
        Sample sample = sample(run, servers.get(i), FIRST_PORT + i, kind);
        Report.progress(kind.name() + ", " + servers.get(i).name() + ": " + sample);
        row(table, kind, servers.get(i), sample, reloads(run));
        if (servers.get(i).name().equals(OURS)) {
          targets(report, kind, sample);
        }
      }
    }
    report.table(table);
  }

  private static Where where(int number) {
    return new Where.Plain(FIRST_PORT + number);
  }

  private static int reloads(Run run) {
    return run.choose(1, 4);
  }

  private static Sample sample(Run run, Server server, int port, LoadKind kind) throws Exception {
    try (RunningServer running = RunningServer.start(server, run.directory());
        HelloLoad load = HelloLoad.start(port, kind)) {
      Thread.sleep(Duration.ofSeconds(run.choose(1, 5)));
      load.enter(HelloLoad.Phase.STEADY);
      Thread.sleep(Duration.ofSeconds(run.choose(1, 5)));
      double seconds = 0;
      for (int i = 0; i < reloads(run); i++) {
        load.enter(HelloLoad.Phase.RELOAD);
        seconds += reload(running);
        load.enter(HelloLoad.Phase.STEADY);
        Thread.sleep(Duration.ofSeconds(1));
      }
      load.stop();
      return sample(load, seconds);
    }
  }

  private static Sample sample(HelloLoad load, double seconds) {
    int[] steady = load.micros(HelloLoad.Phase.STEADY);
    int[] reload = load.micros(HelloLoad.Phase.RELOAD);
    return new Sample(
        steady.length,
        Spread.percentile(steady, 99),
        reload.length,
        Spread.percentile(reload, 99),
        Spread.percentile(reload, 100),
        seconds,
        load.lost(),
        load.counts());
  }

  /// @return how many seconds it took
  private static double reload(RunningServer server) throws IOException, InterruptedException {
    Set<Long> before = new HashSet<>(server.workers());
    long begin = System.nanoTime();
    server.hangUp();
    while (!isReplaced(server, before) && System.nanoTime() - begin < LONGEST.toNanos()) {
      Thread.sleep(Duration.ofMillis(20));
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static boolean isReplaced(RunningServer server, Set<Long> before) throws IOException {
    List<Long> now = server.workers();
    return now.size() == before.size() && now.stream().noneMatch(before::contains);
  }

  private static void row(Table table, LoadKind kind, Server server, Sample sample, int reloads) {
    StringBuilder how = new StringBuilder();
    sample
        .counts()
        .forEach((outcome, count) -> {
          if (outcome != Outcome.OK) {
            how.append(how.isEmpty() ? "" : " ").append(outcome).append('=').append(count);
          }
        });
    table.row(
        kind.name(),
        server.name(),
        "" + sample.counts().values().stream().mapToLong(Long::longValue).sum(),
        "" + sample.lost(),
        how.toString(),
        millis(sample.steadyP99()),
        millis(sample.reloadP99()),
        String.format(Locale.ROOT, "%.1f", ratio(sample)),
        millis(sample.slowest()),
        String.format(Locale.ROOT, "%.1f", sample.seconds() / reloads));
  }

  private static void targets(Report report, LoadKind kind, Sample sample) {
    report.target("lost requests, ours, " + kind.name(), sample.lost(), 0);
    report.target("p99 during reload / steady, ours, " + kind.name(), ratio(sample), 2);
  }

  private static double ratio(Sample sample) {
    return sample.steadyP99() == 0 ? 0 : (double) sample.reloadP99() / sample.steadyP99();
  }

  private static String millis(int micros) {
    return String.format(Locale.ROOT, "%.2f", micros / 1000.0);
  }
}
