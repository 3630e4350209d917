package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in its own processes, with its output in a file.
final class RunningServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration TRAINING = Duration.ofSeconds(90);

  private final Server server;
  private final Path output;
  private final Process process;

  private RunningServer(Server server, Path output, Process process) {
    this.server = server;
    this.output = output;
    this.process = process;
  }

  /// Starts a server and waits for its first answer.
  static RunningServer start(Server server, Path directory)
      throws IOException, InterruptedException {
    RunningServer running = spawn(server, directory);
    try {
      running.awaitAnswer();
      running.awaitTraining();
      return running;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      running.close();
      throw failure;
    }
  }

  /// Starts a server and waits for nothing.
  static RunningServer spawn(Server server, Path directory) throws IOException {
    Path output = Files.createTempFile(directory, "output", ".log");
    Process process =
        new ProcessBuilder(server.command())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    return new RunningServer(server, output, process);
  }

  /// Asks until the right answer comes.
  ///
  /// @return when it came, in the time of [System#nanoTime()]
  long awaitAnswer() throws IOException, InterruptedException {
    return awaitAnswer(server.path());
  }

  /// The same for another path than the server's own.
  long awaitAnswer(String path) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      if (server.where().answers(path)) {
        return System.nanoTime();
      }
      Thread.sleep(Duration.ofMillis(1));
    }
    throw new IOException(
        server.name()
            + " does not answer at "
            + server.where()
            + "; it said:\n"
            + Files.readString(output));
  }

  // Ours trains its cache of classes beside the workers when there is none yet, which would be
  // measured too.
  private void awaitTraining() throws IOException, InterruptedException {
    long end = System.nanoTime() + TRAINING.toNanos();
    // Training takes two processes, one after the other.
    for (int quiet = 0; quiet < 10; quiet++) {
      if (System.nanoTime() > end) {
        throw new IOException(server.name() + " does not come to an end with its training");
      }
      if (ProcessFigures.anyHas(processes(), "PERENNIAL_TRAINING")) {
        quiet = 0;
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  String name() {
    return server.name();
  }

  Server server() {
    return server;
  }

  long pid() {
    return process.pid();
  }

  /// All its processes, the one that was started first.
  List<Long> processes() throws IOException {
    return ProcessFigures.family(process.pid());
  }

  List<Long> workers() throws IOException {
    return processes().stream().filter(pid -> pid != process.pid()).toList();
  }

  String said() throws IOException {
    return Files.readString(output);
  }

  /// Asks it to reload, by the signal that all servers here know for it.
  void hangUp() throws IOException, InterruptedException {
    Command.output(List.of("kill", "-HUP", Long.toString(process.pid())));
  }

  /// Ends it, by force if it takes its time.
  @Override
  public void close() throws IOException {
    List<ProcessHandle> family =
        processes().stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
