package dev.perennial.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// What a reload costs the clients: requests lost, and the latency of the others. All servers get
/// SIGHUP, which makes each of them replace its workers. They take turns, round after round, each
/// time started anew; a ratio is that of one round.
final class ReloadBenchmark implements Benchmark {

  private static final int FIRST_PORT = 18180;
  private static final int WORKERS = 2;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final String OURS = "ours";

  private static final int LONG_ROUNDS = 3;

  /// A part of a sample: what is counted meanwhile, and how long, of a reload at most.
  record Part(HelloLoad.Phase phase, Duration length) {}

  /// Whose samples belong together.
  private record Subject(LoadKind kind, String server) {}

  /// What one server did to one load in one round.
  ///
  /// @param seconds that each reload took
  private record Sample(
      int steadyP99,
      int reloadP99,
      int slowest,
      List<Double> seconds,
      long lost,
      Map<Outcome, Long> counts) {

    double ratio() {
      return steadyP99 == 0 ? 0 : (double) reloadP99 / steadyP99;
    }

    long requests() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /// What is done to a server in one round. Its workers have just started after a reload, so what
  /// is steady comes before the first.
  static List<Part> parts(int reloads, Duration steady, Duration pause) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(HelloLoad.Phase.WARM_UP, steady));
    parts.add(new Part(HelloLoad.Phase.STEADY, steady));
    for (int i = 0; i < reloads; i++) {
      parts.add(new Part(HelloLoad.Phase.RELOAD, LONGEST));
      parts.add(new Part(HelloLoad.Phase.AFTER, pause));
    }
    return parts;
  }

  private static List<Part> parts(Run run) {
    return parts(run.choose(1, 2), Duration.ofSeconds(run.choose(1, 8)), Duration.ofSeconds(1));
  }

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
    int rounds = run.choose(1, LONG_ROUNDS);
    Report report = run.report();
    kinds.forEach(kind -> report.line("load    " + kind.about()));
    report.line("rounds  %d; in each %s".formatted(rounds, String.join(", ", inWords(parts(run)))));
    report.line(
        "reload  SIGHUP; over when other processes serve and the old ones are gone, or not over in %d s"
            .formatted(LONGEST.toSeconds()));
    report.servers(servers);
    Map<Subject, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (LoadKind kind : kinds) {
        for (int i = 0; i < servers.size(); i++) {
          Subject subject = new Subject(kind, servers.get(i).name());
          Sample sample = sample(run, servers.get(i), FIRST_PORT + i, kind);
          Report.progress("round %d, %s: %s".formatted(round, subject, sample));
          samples.computeIfAbsent(subject, _ -> new ArrayList<>()).add(sample);
        }
      }
    }
    report(report, samples);
  }

  private static List<String> inWords(List<Part> parts) {
    return parts.stream()
        .map(part ->
            part.phase() == HelloLoad.Phase.RELOAD
                ? "a reload"
                : part.length().toSeconds() + " s " + inWords(part.phase()))
        .toList();
  }

  private static String inWords(HelloLoad.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Where where(int number) {
    return new Where.Plain(FIRST_PORT + number);
  }

  private static Sample sample(Run run, Server server, int port, LoadKind kind) throws Exception {
    try (RunningServer running = RunningServer.start(server, run.directory());
        HelloLoad load = HelloLoad.start(port, kind)) {
      List<Double> seconds = new ArrayList<>();
      for (Part part : parts(run)) {
        load.enter(part.phase());
        if (part.phase() == HelloLoad.Phase.RELOAD) {
          seconds.add(reload(running, part.length()));
        } else {
          Thread.sleep(part.length());
        }
      }
      load.stop();
      return sample(load, seconds);
    }
  }

  private static Sample sample(HelloLoad load, List<Double> seconds) {
    int[] reload = load.micros(HelloLoad.Phase.RELOAD);
    return new Sample(
        Spread.percentile(load.micros(HelloLoad.Phase.STEADY), 99),
        Spread.percentile(reload, 99),
        Spread.percentile(reload, 100),
        seconds,
        load.lost(),
        load.counts());
  }

  /// @return how many seconds it took, all of them if it was not over then
  private static double reload(RunningServer server, Duration longest)
      throws IOException, InterruptedException {
    Set<Long> before = new HashSet<>(server.workers());
    long begin = System.nanoTime();
    server.hangUp();
    while (!isReplaced(server, before)) {
      if (System.nanoTime() - begin >= longest.toNanos()) {
        return longest.toSeconds();
      }
      Thread.sleep(Duration.ofMillis(20));
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static boolean isReplaced(RunningServer server, Set<Long> before) throws IOException {
    List<Long> now = server.workers();
    return now.size() == before.size() && now.stream().noneMatch(before::contains);
  }

  private static void report(Report report, Map<Subject, List<Sample>> samples) {
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
            "s a reload",
            "not over");
    samples.forEach((subject, its) -> {
      row(table, subject, its);
      if (subject.server().equals(OURS)) {
        targets(report, subject.kind(), its);
      }
    });
    report.table(table);
  }

  private static void row(Table table, Subject subject, List<Sample> samples) {
    List<Double> seconds = samples.stream().flatMap(s -> s.seconds().stream()).toList();
    table.row(
        subject.kind().name(),
        subject.server(),
        "" + samples.stream().mapToLong(Sample::requests).sum(),
        "" + lost(samples),
        how(samples),
        millis(samples, Sample::steadyP99),
        millis(samples, Sample::reloadP99),
        ratio(samples).text(1),
        millis(samples, Sample::slowest),
        Spread.of(seconds).text(1),
        "" + seconds.stream().filter(s -> s >= LONGEST.toSeconds()).count());
  }

  private static String how(List<Sample> samples) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Sample sample : samples) {
      sample.counts().forEach((outcome, count) -> counts.merge(outcome, count, Long::sum));
    }
    return counts.entrySet().stream()
        .filter(count -> count.getKey() != Outcome.OK)
        .map(count -> count.getKey() + "=" + count.getValue())
        .collect(Collectors.joining(" "));
  }

  private static void targets(Report report, LoadKind kind, List<Sample> samples) {
    report.target("lost requests, ours, " + kind.name(), lost(samples), 0);
    report.target("p99 during reload / steady, ours, " + kind.name(), ratio(samples).median(), 2);
  }

  private static long lost(List<Sample> samples) {
    return samples.stream().mapToLong(Sample::lost).sum();
  }

  private static Spread ratio(List<Sample> samples) {
    return Spread.of(samples.stream().map(Sample::ratio).toList());
  }

  private static String millis(List<Sample> samples, ToIntFunction<Sample> micros) {
    return Spread.of(samples.stream().map(s -> micros.applyAsInt(s) / 1000.0).toList()).text(2);
  }
}
