package dev.perennial.launcher;

import dev.perennial.service.MetricKind;
import dev.perennial.service.MetricSeries;
import dev.perennial.service.MetricUnit;
import dev.perennial.service.Metrics;
import dev.perennial.service.MetricsPage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The metrics of all processes of a program, added up.
///
/// Each worker counts in a page of memory that the supervisor maps too. So nobody is asked when
/// somebody looks: a worker that hangs delays nothing, and what a killed one had counted is still
/// there. When a worker is gone, its counters and histograms are added to those of all that went
/// before it, in one step with taking its page away: no sum ever goes down.
///
/// For any thread.
final class MetricsBoard implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final String DIRECTORY = "metrics";

  /// What is shown of one process.
  final class Page {

    private final Optional<Path> file;
    private final String worker;
    private final Supplier<List<MetricSeries>> series;
    private long pid;

    private Page(Optional<Path> file, String worker, Supplier<List<MetricSeries>> series) {
      this.file = file;
      this.worker = worker;
      this.series = series;
    }

    /// The file that the worker maps.
    Optional<Path> file() {
      return file;
    }

    void runsAs(long processId) {
      guarded(() -> pid = processId);
    }

    /// Its process has ended.
    void retire() {
      guarded(() -> {
        if (pages.remove(this)) {
          ended.addLasting(series.get());
        }
      });
      file.ifPresent(MetricsBoard::delete);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Optional<Path> directory;
  private final List<Page> pages = new ArrayList<>();
  private final MetricsSum ended = new MetricsSum();
  private int made;

  private MetricsBoard(Optional<Path> directory) {
    this.directory = directory;
  }

  /// A board for workers.
  ///
  /// @param stateDirectory claimed by this process
  static MetricsBoard ofWorkers(Path stateDirectory) {
    Path directory = stateDirectory.resolve(DIRECTORY);
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      empty(directory);
      return new MetricsBoard(Optional.of(directory));
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "workers run without metrics: {0}", failure.toString());
      return new MetricsBoard(Optional.empty());
    }
  }

  /// A board that shows this process and no other.
  static MetricsBoard ofThisProcess(String program) {
    MetricsBoard board = new MetricsBoard(Optional.empty());
    Page page = board.new Page(Optional.empty(), program, () -> Metrics.ofProcess().series());
    page.pid = ProcessHandle.current().pid();
    board.pages.add(page);
    return board;
  }

  /// Makes a page for a worker that is about to be started. Without a file if there cannot be one:
  /// the worker then runs without being counted.
  Page newPage(WorkerSlot slot) {
    lock.lock();
    try {
      Page page = makePage(slot.toString());
      pages.add(page);
      ended.add(start(slot));
      return page;
    } finally {
      lock.unlock();
    }
  }

  private Page makePage(String worker) {
    made++;
    try {
      if (directory.isPresent()) {
        Path file = directory.get().resolve(Integer.toString(made));
        return new Page(Optional.of(file), worker, MetricsPage.create(file)::series);
      }
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "{0} runs without metrics: {1}", worker, failure.toString());
    }
    return new Page(Optional.empty(), worker, List::of);
  }

  private static MetricSeries start(WorkerSlot slot) {
    return new MetricSeries(
        MetricKind.COUNTER,
        MetricUnit.ONE,
        "perennial_worker_starts_total",
        "Worker processes that were started.",
        MetricSeries.label("service", slot.service().name()),
        List.of(),
        List.of(1L));
  }

  /// Everything, as Prometheus reads it.
  String text() {
    MetricsSum sum = new MetricsSum();
    guarded(() -> {
      sum.addLasting(ended.series());
      for (Page page : pages) {
        List<MetricSeries> series = page.series.get();
        sum.addLasting(series);
        String labels =
            MetricSeries.label("worker", page.worker)
                + ","
                + MetricSeries.label("pid", Long.toString(page.pid));
        sum.addGauges(series, labels);
      }
    });
    return MetricsText.of(sum.series());
  }

  /// Removes the files of the pages.
  @Override
  public void close() {
    List<Page> left = new ArrayList<>();
    guarded(() -> left.addAll(pages));
    left.forEach(Page::retire);
    directory.ifPresent(MetricsBoard::delete);
  }

  // What a supervisor left behind that was killed.
  private static void empty(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      LOG.log(Level.DEBUG, "{0} stays: {1}", file, stays.toString());
    }
  }

  private void guarded(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
