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
    Benchmark benchmark = names.size() < 2 ? null : ALL.get(names.get(1));
    List<String> parts = names.subList(Math.min(2, names.size()), names.size());
    if (benchmark == null) {
      System.err.println(
          "usage: benchmarks/run NAME [PART...] [--quick], where NAME is one of " + ALL.keySet());
      System.exit(2);
    } else if (!benchmark.parts().containsAll(parts)) {
      System.err.println("the parts of " + names.get(1) + " are " + benchmark.parts());
      System.exit(2);
    } else {
      run(new Checkout(Path.of(names.getFirst())), names.get(1), benchmark, quick, parts);
    }
  }

  private static void run(
      Checkout checkout, String name, Benchmark benchmark, boolean quick, List<String> parts)
      throws Exception {
    Path directory = Files.createTempDirectory("perennial-benchmark");
    Report report = new Report(checkout, directory, quick);
    try {
      String words = String.join(" ", parts);
      report.head(
          "benchmarks/run "
              + name
              + (words.isEmpty() ? "" : " " + words)
              + (quick ? " --quick" : ""));
      if (quick) {
        report.line("form    quick: shows that everything works, its figures mean nothing");
      }
      benchmark.measure(new Run(checkout, directory, quick, report, parts));
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
