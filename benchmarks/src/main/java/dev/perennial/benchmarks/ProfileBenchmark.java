package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What it costs to profile a worker: CPU time of a request with a profile of CPU time under way,
/// without one, and on a server that has no backdoor among its libraries at all. One round measures
/// all three one after the other, the next in reverse; a ratio is that of one round.
final class ProfileBenchmark implements Benchmark {

  private static final int PORT = 18580;
  private static final Pattern SAMPLES = Pattern.compile("\"samples\":(\\d+)");
  private static final Pattern FILE = Pattern.compile("\"file\":\"([^\"]+)\"");

  /// CPU microseconds of a request, in one round.
  private record Round(double without, double off, double on) {}

  /// @param seconds from the end of the sampling until its flame graph was there
  private record FlameGraph(double seconds, int samples, long bytes) {}

  @Override
  public void measure(Run run) throws Exception {
    Server without = withoutBackdoor(run);
    Server with = withBackdoor(run);
    run.report()
        .line(
            "load    "
                + String.join(" ", Wrk.Load.HELLO.command("http://127.0.0.1:0", seconds(run))));
    run.report().servers(List.of(without, with));
    try (RunningServer plain = RunningServer.start(without, run.directory());
        RunningServer open = RunningServer.start(with, run.directory())) {
      ControlSocket control = ControlSocket.of(with);
      for (RunningServer server : List.of(plain, open)) {
        Wrk.Load.HELLO.run(server.server().where(), run.choose(1, 20));
      }
      // Its classes are loaded once, by whoever profiles first.
      profile(control, open, 1);
      report(run, rounds(run, plain, open, control), profile(control, open, run.choose(2, 20)));
    }
  }

  private static Server withoutBackdoor(Run run) throws Exception {
    return run.servers()
        .ours("no backdoor", "throughput", Servers.Log.FILE, 1, new Where.Plain(PORT));
  }

  // The library is taken from the example: no other benchmark is to have it.
  private static Server withBackdoor(Run run) throws Exception {
    Server server =
        run.servers()
            .ours("backdoor", "throughput", Servers.Log.FILE, 1, new Where.Plain(PORT + 1));
    List<String> command = new ArrayList<>(server.command());
    int classPath = command.indexOf("-cp") + 1;
    command.set(classPath, command.get(classPath) + ":" + run.checkout().library("backdoor"));
    return new Server(server.name(), server.about(), command, server.where());
  }

  private static int seconds(Run run) {
    return run.choose(1, 3);
  }

  private static List<Round> rounds(
      Run run, RunningServer plain, RunningServer open, ControlSocket control) throws Exception {
    List<Round> rounds = new ArrayList<>();
    for (int number = 1; number <= run.choose(2, 8); number++) {
      Round round =
          number % 2 == 1 ? round(run, plain, open, control) : reversed(run, plain, open, control);
      Report.progress("round %d: %s".formatted(number, round));
      rounds.add(round);
    }
    return rounds;
  }

  private static Round round(
      Run run, RunningServer plain, RunningServer open, ControlSocket control) throws Exception {
    double without = cpuMicros(run, plain);
    double off = cpuMicros(run, open);
    return new Round(without, off, profiled(run, open, control));
  }

  private static Round reversed(
      Run run, RunningServer plain, RunningServer open, ControlSocket control) throws Exception {
    double on = profiled(run, open, control);
    double off = cpuMicros(run, open);
    return new Round(cpuMicros(run, plain), off, on);
  }

  private static double profiled(Run run, RunningServer server, ControlSocket control)
      throws Exception {
    control.ask("perform-in hello/0 profile begin");
    double cpu = cpuMicros(run, server);
    end(control);
    return cpu;
  }

  private static double cpuMicros(Run run, RunningServer server) throws Exception {
    // What the other server did meanwhile has emptied its caches.
    Wrk.Load.HELLO.run(server.server().where(), 1);
    List<Long> processes = server.processes();
    long before = ProcessFigures.cpuMicros(processes);
    Wrk.Result result = Wrk.Load.HELLO.run(server.server().where(), seconds(run));
    long after = ProcessFigures.cpuMicros(processes);
    if (!result.errors().isEmpty()) {
      throw new IllegalStateException(server.name() + ": " + result.errors());
    }
    return (double) (after - before) / result.requests();
  }

  private static FlameGraph profile(ControlSocket control, RunningServer server, int seconds)
      throws Exception {
    control.ask("perform-in hello/0 profile begin");
    Wrk.Load.HELLO.run(server.server().where(), seconds);
    return end(control);
  }

  private static FlameGraph end(ControlSocket control) throws IOException {
    long begin = System.nanoTime();
    String answer = control.ask("perform-in hello/0 profile end");
    double seconds = (System.nanoTime() - begin) / 1e9;
    Path file = Path.of(first(FILE, answer));
    return new FlameGraph(seconds, Integer.parseInt(first(SAMPLES, answer)), Files.size(file));
  }

  private static String first(Pattern pattern, String answer) throws IOException {
    Matcher found = pattern.matcher(answer);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in " + answer);
    }
    return found.group(1);
  }

  private static void report(Run run, List<Round> rounds, FlameGraph graph) {
    Table table = new Table("server (min / median / max)", "CPU us per request");
    table.row("no backdoor", Spread.of(rounds.stream().map(Round::without).toList()).text(1));
    table.row("backdoor, off", Spread.of(rounds.stream().map(Round::off).toList()).text(1));
    table.row("backdoor, profiling", Spread.of(rounds.stream().map(Round::on).toList()).text(1));
    Report report = run.report();
    report.table(table);
    Spread on = Spread.of(rounds.stream().map(round -> round.on() / round.off()).toList());
    Spread off = Spread.of(rounds.stream().map(round -> round.off() / round.without()).toList());
    report.line("ratio  profiling / off, round by round: " + on.text(3));
    report.line("ratio  off / no backdoor, round by round: " + off.text(3));
    report.line(
        String.format(
            Locale.ROOT,
            "flame graph: %d samples, %d kB, there %.2f s after the sampling ended",
            graph.samples(),
            graph.bytes() / 1000,
            graph.seconds()));
    report.target("CPU per request, profiling / off", on.median(), 1.05);
    report.target("CPU per request, off / no backdoor", off.median(), 1.02);
    report.target("seconds until the flame graph is there", graph.seconds(), 2);
  }
}
