package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/// A running program under test, seen from outside: its processes, its output, its control socket.
///
/// Its processes are found by an assignment in their environment, also when they are orphans.
final class Program implements AutoCloseable {

  /// How long a program may take for anything that has no bound of its own, on a busy machine.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Redirect NO_INPUT = Redirect.from(new File("/dev/null"));
  private static final String MARK = "PERENNIAL_TEST_PROGRAM";

  private final ProgramFile file;
  private final Process process;
  private final String mark;
  private final Path output;
  private final Control control;

  private Program(ProgramFile file, Process process, String mark, Path output) {
    this.file = file;
    this.process = process;
    this.mark = mark;
    this.output = output;
    this.control = new Control(file.stateDirectory().resolve("control.sock"));
  }

  /// Starts the program in a session of its own, without a terminal.
  static Program start(ProgramFile file) throws IOException {
    Path output = newOutput(file);
    return start(file, inOwnSession(file), output, NO_INPUT, Redirect.appendTo(output.toFile()));
  }

  /// Starts it in the same way, with a pipe as standard output and error that nobody reads.
  static Program startIntoPipe(ProgramFile file) throws IOException {
    return start(file, inOwnSession(file), newOutput(file), NO_INPUT, Redirect.PIPE);
  }

  private static List<String> inOwnSession(ProgramFile file) {
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", file.startScript(), "sh"));
    command.addAll(javaCommand(file));
    return command;
  }

  /// Starts the program in the foreground of a terminal of its own.
  static Program startInTerminal(ProgramFile file) throws IOException {
    file.prepare();
    Path script = file.path("in-terminal");
    Files.writeString(script, file.startScript().replace("\"$@\"", quoted(javaCommand(file))));
    Path output = newOutput(file);
    // The shell that `script` starts must not stay: Ctrl-C would end it, and its exit code be ours.
    String command = "exec sh " + script;
    return start(
        file,
        List.of("setsid", "script", "-qec", command, file.path("typescript").toString()),
        output,
        Redirect.PIPE,
        Redirect.appendTo(output.toFile()));
  }

  // Every start has an output of its own, so that an earlier one's lines are not taken for it.
  private static Path newOutput(ProgramFile file) throws IOException {
    return Files.createTempFile(file.directory(), "output", ".log");
  }

  private static Program start(
      ProgramFile file, List<String> command, Path output, Redirect stdin, Redirect stdout)
      throws IOException {
    file.prepare();
    String mark = output.toString();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(MARK, mark);
    builder.environment().remove("NOTIFY_SOCKET");
    file.notifySocket().ifPresent(at -> builder.environment().put("NOTIFY_SOCKET", at.toString()));
    builder.redirectErrorStream(true);
    builder.redirectInput(stdin);
    builder.redirectOutput(stdout);
    return new Program(file, builder.start(), MARK + "=" + mark, output);
  }

  private static List<String> javaCommand(ProgramFile file) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + file.heap(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + file.path("logging.properties"),
                "-cp",
                file.classPath(),
                file.main().getName(),
                "--config-file",
                file.file().toString()));
    command.addAll(file.arguments());
    return command;
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
  }

  /// Starts another program as a child of this process, with all of its environment.
  static void startChild(Path configuration) throws IOException {
    List<String> command = javaCommand(new ProgramFile(configuration.getParent()));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(NO_INPUT)
        .redirectOutput(Redirect.DISCARD)
        .start();
  }

  ProgramFile file() {
    return file;
  }

  /// The process that was started: the supervisor, or the only process.
  long pid() {
    return process.pid();
  }

  /// Types into the terminal in which it was started.
  void type(char key) throws IOException {
    process.getOutputStream().write(key);
    process.getOutputStream().flush();
  }

  /// Closes the pipe into which it prints.
  void closePipe() throws IOException {
    process.getInputStream().close();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits until all services are ready.
  Program awaitReady() throws InterruptedException {
    Waiting.until(
        "ready",
        PATIENCE,
        () -> {
          assertTrue(
              isAlive(), () -> "exit " + process.exitValue() + " instead of ready" + explanation());
          return status().isSettled();
        });
    return this;
  }

  /// Waits until a reload is under way.
  void awaitReloading() throws InterruptedException {
    Waiting.until("reloading", PATIENCE, () -> status().state().equals("reloading"));
  }

  /// Waits until nothing is under way any more and says what is.
  Status awaitSettled() throws InterruptedException {
    Waiting.until("settled", PATIENCE, () -> status().isSettled());
    return currentStatus();
  }

  Control control() {
    return control;
  }

  Control.Answer ask(String request) throws IOException, InterruptedException {
    return control.ask(request, PATIENCE);
  }

  Status status() throws IOException, InterruptedException {
    Control.Answer answer = ask("status");
    assertTrue(answer.ok(), answer::text);
    return Status.parse(answer.text());
  }

  private Status currentStatus() throws InterruptedException {
    try {
      return status();
    } catch (IOException failure) {
      throw new AssertionError(failure + explanation(), failure);
    }
  }

  /// Reloads, and fails unless the program says that it did.
  void reload() throws IOException, InterruptedException {
    Control.Answer answer = ask("reload wait");
    assertTrue(answer.ok(), () -> answer.text() + explanation());
  }

  /// Sends SIGHUP and waits until the reload that it causes is over.
  void reloadByHangup() throws IOException, InterruptedException {
    int before = status().generation();
    signal("HUP");
    Waiting.until(
        "reloaded",
        PATIENCE,
        () -> {
          Status now = status();
          return now.generation() > before && now.state().equals("running");
        });
  }

  /// Sends a signal to the process that was started.
  void signal(String name) throws IOException, InterruptedException {
    signal(pid(), name);
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    // An empty slot has pid 0, and a signal to that would hit everybody in our own group.
    assertTrue(pid > 1, () -> "no process to signal: " + pid);
    shell("kill -" + name + " " + pid);
  }

  /// Stops a process with SIGSTOP and waits until each of its threads stands still. A thread that
  /// was not reached by then might still accept a connection.
  static void freeze(long pid) throws IOException, InterruptedException {
    signal(pid, "STOP");
    Waiting.until(pid + " stands still", PATIENCE, () -> ProcFs.standsStill(pid));
  }

  static void thaw(long pid) throws IOException, InterruptedException {
    signal(pid, "CONT");
  }

  static void shell(String script) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), script);
  }

  /// The pids of the workers, or of the only process.
  Set<Long> workers() throws IOException, InterruptedException {
    return status().pids();
  }

  /// Where its services can be reached.
  List<Target> targets() throws IOException, InterruptedException {
    List<Target> targets = status().listeners().stream().map(Target::parse).toList();
    if (file.trust().isEmpty()) {
      return targets;
    }
    SSLContext trust = file.trust().get();
    return targets.stream()
        .map(target -> target instanceof Target.Tcp tcp ? tcp.over(trust) : target)
        .toList();
  }

  Target tcp() throws IOException, InterruptedException {
    return targets().stream()
        .filter(target -> !(target instanceof Target.Unix))
        .findFirst()
        .orElseThrow();
  }

  /// All processes that come from this start and are alive.
  Set<Long> processes() {
    return ProcFs.processesWith(mark);
  }

  List<String> output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /// The lines about a service's life, such as `api drain 4711`, in the order in which they came.
  List<String> events(String part) {
    return output().stream()
        .filter(line -> line.startsWith("EVENT "))
        .map(line -> line.substring("EVENT ".length()))
        .filter(line -> line.startsWith(part + " "))
        .toList();
  }

  /// Waits until so many lines about a service's life have come.
  void awaitEvents(String part, int count) throws InterruptedException {
    Waiting.until(count + " times " + part, PATIENCE, () -> events(part).size() >= count);
  }

  long countLines(String part) {
    return output().stream().filter(line -> line.contains(part)).count();
  }

  String awaitLine(String what, Predicate<String> wanted) throws InterruptedException {
    return Waiting.value(what, PATIENCE, () -> output().stream().filter(wanted).findFirst());
  }

  /// Ends it with SIGKILL and leaves the rest to its workers.
  ///
  /// @return how many milliseconds it took until none of its processes was left
  long killAndAwaitWorkers(Duration bound) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    signal("KILL");
    Waiting.until("no process left", bound, () -> processes().isEmpty());
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  /// Ends it with SIGTERM, and fails unless it ended cleanly and left nothing.
  void stop() throws IOException, InterruptedException {
    signal("TERM");
    assertEquals(0, awaitExit(PATIENCE), this::explanation);
    assertNothingLeft();
  }

  /// @return the exit code; 128 and the number of the signal if one killed it
  int awaitExit(Duration limit) throws InterruptedException {
    assertTrue(
        process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS),
        () -> "still alive after " + limit.toMillis() + " ms" + explanation());
    return process.exitValue();
  }

  /// No process, no zombie and no socket file may be left of it.
  void assertNothingLeft() throws InterruptedException {
    assertFalse(isAlive());
    Waiting.until("no process left", Form.atOnce(1), () -> processes().isEmpty());
    assertEquals(List.of(), socketFiles(), this::explanation);
  }

  /// The files of sockets that it has made and not removed.
  List<String> socketFiles() {
    try (var files = Files.walk(file.directory())) {
      return files
          .filter(path -> !Files.isRegularFile(path) && !Files.isDirectory(path))
          .map(path -> file.directory().relativize(path).toString())
          .toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  String explanation() {
    List<String> lines = output();
    return "\n--- last output of the program ---\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()))
        + "\n---";
  }

  /// Ends whatever is left of it.
  @Override
  public void close() {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    do {
      processes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      process.destroyForcibly();
      try {
        process.waitFor(1, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    } while (!processes().isEmpty() && System.nanoTime() < end);
  }
}
