package dev.perennial.launcher;

import dev.perennial.process.ExitStatus;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes an [AotCache] with two processes, one after the other, that serve nobody: the first runs
/// the program's `main` and each service's [dev.perennial.service.Service#trainingRun()] and
/// records what was loaded, the second assembles the cache from the record. Both run with the
/// lowest priority, and are the first to go should memory run out.
///
/// [#run()] blocks and belongs to a thread of its own; the other methods may be called from any.
final class AotTraining {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration LIMIT = Duration.ofMinutes(3);

  // An update of a program leaves the cache of its former version behind.
  private static final int KEPT_FILES = 3;

  /// Starts one of the processes.
  @FunctionalInterface
  interface Starter {

    /// Starts a process with the configuration that is running.
    ///
    /// @throws IOException if it cannot be started
    /// @throws InterruptedException if the calling thread is interrupted
    Child start(List<String> command) throws IOException, InterruptedException;
  }

  /// One of the processes.
  ///
  /// @param exit its end; never fails
  /// @param kill ends it at once
  record Child(CompletableFuture<ExitStatus> exit, Runnable kill) {}

  // MISSING ──run──► TRAINING ──both processes succeeded──► (the file exists) MISSING
  //                     ├──────one failed, or too late──────► FAILED
  //                     └──────cancel, also before run──────► CANCELLED
  // Guarded by this; run's thread makes all transitions but the one to CANCELLED.
  private enum State {
    MISSING,
    TRAINING,
    FAILED,
    CANCELLED
  }

  private final WorkerCommand command;
  private final Path file;
  private final Path record;
  private final Path unfinished;
  private final Path log;
  private final Starter starter;
  private State state = State.MISSING;
  private Optional<Child> child = Optional.empty();

  AotTraining(WorkerCommand command, Path file, Starter starter) {
    this.command = command;
    this.file = file;
    this.starter = starter;
    // Two programs may train the same file at the same time: the last one's stays, either is good.
    String own = file + "." + ProcessHandle.current().pid();
    this.record = Path.of(own + ".record");
    this.unfinished = Path.of(own + ".new");
    this.log = Path.of(file + ".log");
  }

  synchronized String text() {
    return switch (state) {
      case MISSING, CANCELLED -> "missing";
      case TRAINING -> "training";
      case FAILED -> "failed: see " + log;
    };
  }

  void run() {
    try {
      step("-XX:AOTMode=record", "-XX:AOTConfiguration=" + record);
      step("-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + unfinished);
      writeThrough(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      succeeded();
      Files.deleteIfExists(log);
      removeOldFiles();
      LOG.log(Level.INFO, "trained the AOT cache {0}; workers that start from now on use it", file);
    } catch (IOException failure) {
      failed(failure);
    } catch (InterruptedException ending) {
      cancel();
      Thread.currentThread().interrupt();
    } finally {
      remove(record);
      remove(unfinished);
    }
  }

  // A file that has its name before its content is on the disk has holes after a loss of power, and
  // a JVM does not look for them.
  private static void writeThrough(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Ends what runs, and waits for a moment until it has ended, to leave no half of a file.
  void cancel() {
    giveUp().ifPresent(AotTraining::awaitEnd);
    remove(record);
    remove(unfinished);
  }

  private synchronized Optional<Child> giveUp() {
    state = State.CANCELLED;
    child.ifPresent(running -> running.kill().run());
    return child;
  }

  private static void awaitEnd(Child killed) {
    try {
      killed.exit().get(1, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException late) {
      LOG.log(Level.DEBUG, "a killed training has not ended yet");
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private void step(String... options) throws IOException, InterruptedException {
    Child process = start(words(List.of(options)));
    ExitStatus status;
    try {
      status = process.exit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      process.kill().run();
      throw new IOException(options[0] + " took longer than " + LIMIT, late);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    if (!status.equals(new ExitStatus.Exited(0))) {
      throw new IOException(options[0] + " ended with " + status);
    }
  }

  private synchronized Child start(List<String> words) throws IOException, InterruptedException {
    if (state == State.CANCELLED) {
      throw new InterruptedException("cancelled");
    }
    state = State.TRAINING;
    Child started = starter.start(words);
    child = Optional.of(started);
    return started;
  }

  private List<String> words(List<String> options) {
    List<String> words = new ArrayList<>();
    words.add("/bin/sh");
    words.add("-c");
    words.add(
        WorkerCommand.SIGN
            + "trap '' HUP; echo 1000 > /proc/self/oom_score_adj; log=$1; shift;"
            + " exec nice -n 19 \"$@\" >> \"$log\" 2>&1");
    words.add("sh");
    words.add(log.toString());
    words.addAll(WorkerCommand.endWithSupervisor());
    words.addAll(onlyWithSupervisor());
    words.addAll(command.javaWords(options));
    words.addAll(command.command().arguments());
    return words;
  }

  // A supervisor that died before the kernel was told to kill its child is followed by nobody else:
  // a worker would not find it, but a training does not look for it.
  private static List<String> onlyWithSupervisor() {
    String check = "[ \"$PPID\" = " + ProcessHandle.current().pid() + " ] || exit 1; exec \"$@\"";
    return List.of("/bin/sh", "-c", check, "sh");
  }

  // The file may go again, and is missing then.
  private synchronized void succeeded() {
    if (state != State.CANCELLED) {
      state = State.MISSING;
    }
  }

  private synchronized void failed(IOException failure) {
    if (state != State.CANCELLED) {
      state = State.FAILED;
      LOG.log(
          Level.WARNING,
          "no AOT cache, workers start without one: {0}; its output is in {1}",
          failure.getMessage(),
          log);
    }
  }

  private void removeOldFiles() throws IOException {
    String name = file.getFileName().toString();
    String program =
        Pattern.quote(name.substring(0, name.lastIndexOf('-') + 1)) + "[0-9a-f]+\\.aot";
    try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
      List<Path> all = files.toList();
      all.stream().filter(f -> isAbandoned(f, program)).forEach(AotTraining::remove);
      all.stream()
          .filter(f -> f.getFileName().toString().matches(program))
          .sorted(Comparator.comparing(AotTraining::time).reversed())
          .skip(KEPT_FILES)
          .forEach(AotTraining::remove);
    }
  }

  // The half of a file of a supervisor that was killed.
  private static boolean isAbandoned(Path path, String program) {
    Matcher half =
        Pattern.compile(program + "\\.(\\d+)\\.(record|new)")
            .matcher(path.getFileName().toString());
    return half.matches() && ProcessHandle.of(Long.parseLong(half.group(1))).isEmpty();
  }

  private static FileTime time(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException stays) {
      LOG.log(Level.DEBUG, "cannot delete {0}: {1}", path, stays.getMessage());
    }
  }
}
