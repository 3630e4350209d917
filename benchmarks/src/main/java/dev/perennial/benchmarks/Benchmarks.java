package dev.perennial.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Runs one benchmark by its name, for `benchmarks/run`.
final class Benchmarks {

  private static final Map<String, Benchmark> ALL =
      new TreeMap<>(
          Map.of(
              "config", new ConfigBenchmark(),
              "http", new HttpBenchmark(),
              "logging", new LoggingBenchmark(),
              "memory", new MemoryBenchmark(),
              "profile", new ProfileBenchmark(),
              "reload", new ReloadBenchmark(),
              "rpc", new RpcBenchmark(),
              "startup", new StartupBenchmark(),
              "timers", new TimersBenchmark()));

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> words = List.of(args);
    boolean quick = words.contains("--quick");
    List<String> names = words.stream().filter(word -> !word.equals("--quick")).toList();
    Benchmark benchmark = names.size() == 2 ? ALL.get(names.getLast()) : null;
    if (benchmark == null) {
      System.err.println(
          "usage: benchmarks/run NAME [--quick], where NAME is one of " + ALL.keySet());
      System.exit(2);
    } else {
      run(new Checkout(Path.of(names.getFirst())), names.getLast(), benchmark, quick);
    }
  }

  private static void run(Checkout checkout, String name, Benchmark benchmark, boolean quick)
      throws Exception {
    Path directory = Files.createTempDirectory("perennial-benchmark");
    Report report = new Report(checkout, directory, quick);
    try {
      report.head("benchmarks/run " + name + (quick ? " --quick" : ""));
      if (quick) {
        report.line("form    quick: shows that everything works, its figures mean nothing");
      }
      benchmark.measure(new Run(checkout, directory, quick, report));
      if (!quick) {
        Report.progress("appended to " + report.save(name));
      }
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.deleteIfExists(path);
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    }
  }
}
