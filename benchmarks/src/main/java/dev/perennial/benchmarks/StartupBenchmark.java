package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the spawn of a worker to its first answer: wall and CPU time, with the AOT cache and
/// without it. Each time the whole program is started anew with one worker, so the supervisor's
/// share is told too.
///
/// The first answer is that to the path of the server, which the worker gives by itself. The API of
/// the orchestrator is then asked for what only its conductor knows: how much the first call over
/// the message bus costs on top, with its two connections, is a row of its own.
final class StartupBenchmark implements Benchmark {

  private static final int FIRST_PORT = 18380;
  private static final Duration TRAINING = Duration.ofSeconds(90);
  private static final String API = "orchestrator-api";
  private static final String BUS = ", then over the bus";
  private static final String BUS_PATH = "/v1/vnf_instances";
  private static final String CACHE_FLAG = "-XX:AOTCache=";
  private static final double MOST_CPU_OF_THE_API = 0.45;
  private static final double MOST_CPU_RATIO = 0.60;

  /// A program whose worker is measured.
  ///
  /// @param service whose worker it is
  private record Subject(String name, Server server, String service, boolean withCache) {
    private boolean usesTheBus() {
      return service.equals(API);
    }
  }

  /// One answer after a start.
  ///
  /// @param row what was measured
  /// @param workerWall from the worker's spawn, as the kernel dates it, to the first answer
  /// @param workerCpu of the worker until then
  /// @param programWall from the start of the program to the first answer
  /// @param supervisorCpu of the supervisor until then
  /// @param cached whether the worker's command line names a cache
  private record Sample(
      String row,
      double workerWall,
      double workerCpu,
      double programWall,
      double supervisorCpu,
      boolean cached) {}

  @Override
  public void measure(Run run) throws Exception {
    Report report = run.report();
    boolean canSwitch = knowsTheCache(run.checkout());
    List<Subject> subjects = subjects(run, canSwitch);
    report.servers(subjects.stream().map(Subject::server).toList());
    if (!canSwitch) {
      report.line("note    this commit has no AOT cache to switch on: measured without one");
    }
    for (Subject subject : subjects) {
      if (subject.withCache()) {
        awaitTraining(run, subject);
      }
    }
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int i = 0; i < run.choose(1, 10); i++) {
      for (Subject subject : subjects) {
        for (Sample sample : samples(run, subject)) {
          if (sample.cached() != subject.withCache()) {
            throw new IllegalStateException(subject.name() + " was started with the wrong cache");
          }
          Report.progress(sample.toString());
          samples.computeIfAbsent(sample.row(), _ -> new ArrayList<>()).add(sample);
        }
      }
    }
    report(report, samples);
  }

  private static boolean knowsTheCache(Checkout checkout) throws Exception {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(List.of("-cp", checkout.benchmarks(), HelloProgram.class.getName(), "--help"));
    return Command.output(command).contains("--launcher-aot-cache");
  }

  private static List<Subject> subjects(Run run, boolean canSwitch) throws Exception {
    List<Subject> subjects = new ArrayList<>();
    for (boolean cache : canSwitch ? new boolean[] {false, true} : new boolean[] {false}) {
      String suffix = cache ? ", cache" : ", no cache";
      subjects.add(hello(run, "hello" + suffix, FIRST_PORT, cache, canSwitch));
      subjects.add(api(run, API + suffix, FIRST_PORT + 1, cache, canSwitch));
    }
    return subjects;
  }

  private static Subject hello(Run run, String name, int port, boolean cache, boolean canSwitch)
      throws IOException {
    List<String> arguments =
        canSwitch ? List.of(cache ? "--launcher-aot-cache" : "--launcher-noaot-cache") : List.of();
    Server server =
        run.servers().ours(name, "small", Servers.Log.FILE, 1, new Where.Plain(port), arguments);
    return new Subject(name, server, "hello", cache);
  }

  // All of the demo runs: what the API knows it knows from a conductor, over a message bus.
  private static Subject api(Run run, String name, int port, boolean cache, boolean canSwitch)
      throws IOException {
    Path state =
        Files.createTempDirectory(
            run.directory(),
            "api",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = Files.createTempFile(run.directory(), "api", ".conf");
    if (canSwitch) {
      Files.writeString(
          file,
          "[launcher]\naot_cache = %s\naot_cache_dir = %s\n"
              .formatted(cache, Servers.aotCache(run.directory())));
    }
    List<String> command = new ArrayList<>(run.checkout().java());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            run.checkout().orchestrator(),
            "dev.perennial.examples.orchestrator.Demo",
            "--port",
            "" + port,
            "--workers",
            "1",
            "--state-dir",
            state.toString(),
            "--config-file",
            file.toString()));
    return new Subject(
        name,
        new Server(
            name,
            "examples/orchestrator, all of the demo, API workers 1, profile small; GET / is"
                + " answered by the worker, "
                + BUS_PATH
                + " over the embedded broker",
            command,
            new Where.Plain(port)),
        API,
        cache);
  }

  private static List<Sample> samples(Run run, Subject subject) throws Exception {
    List<Sample> samples = new ArrayList<>();
    long begin = System.nanoTime();
    try (RunningServer server = RunningServer.spawn(subject.server(), run.directory())) {
      samples.add(sample(subject, subject.name(), server, server.awaitAnswer() - begin));
      if (subject.usesTheBus()) {
        long answered = server.awaitAnswer(BUS_PATH);
        samples.add(sample(subject, subject.name() + BUS, server, answered - begin));
      }
    }
    return samples;
  }

  private static Sample sample(Subject subject, String row, RunningServer server, long nanos)
      throws IOException {
    long ticks = ProcessFigures.ticksNow();
    long worker = onlyWorker(server, subject.service());
    ProcessFigures.Stat stat = ProcessFigures.stat(worker);
    return new Sample(
        row,
        ProcessFigures.millis(ticks - stat.startTicks()) / 1e3,
        stat.cpuMicros() / 1e6,
        nanos / 1e9,
        ProcessFigures.stat(server.pid()).cpuMicros() / 1e6,
        cacheOf(worker).isPresent());
  }

  // Others may be about: a process that trains the cache never serves.
  private static long onlyWorker(RunningServer server, String service) throws IOException {
    List<Long> workers =
        server.workers().stream()
            .filter(pid -> ProcessFigures.has(pid, "PERENNIAL_SERVICE", service))
            .toList();
    if (workers.size() != 1) {
      throw new IOException(server.name() + " has not one worker but " + workers);
    }
    return workers.getFirst();
  }

  private static Optional<String> cacheOf(long pid) throws IOException {
    return ProcessFigures.commandLine(pid).stream()
        .filter(word -> word.startsWith(CACHE_FLAG))
        .findFirst();
  }

  // A program that has no cache yet trains one; a later start uses it.
  private static void awaitTraining(Run run, Subject subject) throws Exception {
    long end = System.nanoTime() + TRAINING.toNanos();
    while (System.nanoTime() < end) {
      if (samples(run, subject).getFirst().cached()) {
        return;
      }
      try (RunningServer _ = RunningServer.start(subject.server(), run.directory())) {
        Thread.sleep(Duration.ofSeconds(10));
      }
    }
    throw new IllegalStateException(subject.name() + ": no cache after " + TRAINING);
  }

  private static void report(Report report, Map<String, List<Sample>> samples) {
    Table table =
        new Table(
            "worker of (s: min / median / max)",
            "CPU of the worker",
            "wall from its spawn",
            "wall from the program's start",
            "CPU of the supervisor");
    Map<String, Double> cpu = new LinkedHashMap<>();
    samples.forEach((row, own) -> {
      Spread worker = Spread.of(own.stream().map(Sample::workerCpu).toList());
      cpu.put(row, worker.median());
      table.row(
          row,
          worker.text(2),
          Spread.of(own.stream().map(Sample::workerWall).toList()).text(2),
          Spread.of(own.stream().map(Sample::programWall).toList()).text(2),
          Spread.of(own.stream().map(Sample::supervisorCpu).toList()).text(2));
    });
    report.table(table);
    targets(report, cpu);
  }

  private static void targets(Report report, Map<String, Double> cpu) {
    double plain = cpu.getOrDefault(API + ", no cache", Double.NaN);
    double cached = cpu.getOrDefault(API + ", cache", plain);
    report.target("CPU s of the orchestrator's API worker", cached, MOST_CPU_OF_THE_API);
    for (String name : List.of("hello", API)) {
      Optional.ofNullable(cpu.get(name + ", cache"))
          .ifPresent(with ->
              report.target(
                  "CPU with / without cache, " + name,
                  with / cpu.getOrDefault(name + ", no cache", Double.NaN),
                  MOST_CPU_RATIO));
    }
  }
}
