package dev.perennial.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// The configuration file of a program under test, and the directory in which the program lives.
final class ProgramFile {

  private final Path directory;
  // As the start script of a program does it: SIGHUP is ignored until the JVM can handle it.
  static final String SHIELD = "trap '' HUP; exec \"$@\"";

  private String heap = "128m";
  private Class<?> main = TestProgram.class;
  private Optional<String> classPath = Optional.empty();
  private List<String> arguments = List.of();
  private String startScript = SHIELD;
  private boolean logsAsTheJdkDoes;
  private Optional<Path> notifySocket = Optional.empty();
  private Optional<SSLContext> trust = Optional.empty();
  private final Map<String, Map<String, String>> sections = new TreeMap<>();

  /// @param directory with a short path, because sockets are made in it
  ProgramFile(Path directory) {
    this.directory = directory;
    set("launcher", "state_dir", stateDirectory().toString());
    set("launcher", "worker_java_options", "-Xmx128m");
    set("launcher", "aot_cache_dir", SharedCache.directory().toString());
    set("DEFAULT", "graceful_shutdown_timeout", "30");
  }

  Path directory() {
    return directory;
  }

  Path stateDirectory() {
    return directory.resolve("s");
  }

  /// Names no state directory, so that the program takes its own below that of the user.
  ///
  /// @param runtime which is that of the user
  ProgramFile stateIn(String runtime) {
    sections.get("launcher").remove("state_dir");
    return startedBy("export XDG_RUNTIME_DIR='" + runtime + "'; " + SHIELD);
  }

  /// A place for a UNIX socket or another file of the program.
  Path path(String name) {
    return directory.resolve(name);
  }

  Path file() {
    return directory.resolve("program.conf");
  }

  ProgramFile set(String section, String option, String value) {
    sections.computeIfAbsent(section, _ -> new LinkedHashMap<>()).put(option, value);
    return this;
  }

  /// Sets an option of the program under test.
  ProgramFile set(String option, String value) {
    return set("program", option, value);
  }

  ProgramFile services(String... specs) {
    return set("services", String.join(", ", specs));
  }

  /// One HTTP service, `api`, on a TCP port and a UNIX socket.
  ProgramFile api(int workers) {
    return services("api " + workers + " rolling 127.0.0.1:0 unix:" + path("api.sock"));
  }

  /// One HTTP service, `api`, on a TCP port with TLS.
  ProgramFile securedApi(int workers, Certificates certificates) throws IOException {
    trust = Optional.of(Certificates.trust());
    set("ssl", "cert_file", certificates.certificate().toString());
    set("ssl", "key_file", certificates.key().toString());
    return services("api " + workers + " rolling 127.0.0.1:0");
  }

  /// What its clients need to trust it; nothing if it speaks plainly.
  Optional<SSLContext> trust() {
    return trust;
  }

  ProgramFile gracefulTimeout(int seconds) {
    return set("DEFAULT", "graceful_shutdown_timeout", Integer.toString(seconds));
  }

  /// Limits the heap of the process that is started; workers have 128 MiB whatever it has.
  ProgramFile heap(String most) {
    heap = most;
    return this;
  }

  /// Has a shell start the program in another way.
  ///
  /// @param script to which the command is `$@`
  ProgramFile startedBy(String script) {
    startScript = script;
    return this;
  }

  /// Leaves its log as it is where nobody has configured it.
  ProgramFile logsAsTheJdkDoes() {
    logsAsTheJdkDoes = true;
    return this;
  }

  /// Runs another program than the usual one.
  ProgramFile main(Class<?> program) {
    main = program;
    return this;
  }

  Class<?> main() {
    return main;
  }

  String startScript() {
    return startScript;
  }

  /// Tells the program of a service manager.
  ProgramFile notifies(Path socket) {
    notifySocket = Optional.of(socket);
    return this;
  }

  Optional<Path> notifySocket() {
    return notifySocket;
  }

  /// Puts folders on the class path, as a program has them while it is being written.
  ProgramFile fromFolders() {
    return classPath(System.getProperty("java.class.path"));
  }

  String classPath() {
    return classPath.orElseGet(JarredClassPath::text);
  }

  String heap() {
    return heap;
  }

  /// Runs the program from other places than this JVM has its classes from.
  ProgramFile classPath(String places) {
    classPath = Optional.of(places);
    return this;
  }

  /// Adds arguments to the one that names this file.
  ProgramFile withArguments(String... words) {
    arguments = List.of(words);
    return this;
  }

  List<String> arguments() {
    return arguments;
  }

  /// Writes all that a program needs before it is started, by whomever.
  void prepare() throws IOException {
    write();
    Files.writeString(path("logging.properties"), logging());
  }

  private String logging() throws IOException {
    if (logsAsTheJdkDoes) {
      return Files.readString(Path.of(System.getProperty("java.home"), "conf/logging.properties"));
    }
    return """
    handlers = java.util.logging.ConsoleHandler
    java.util.logging.ConsoleHandler.level = ALL
    java.util.logging.SimpleFormatter.format = %1$tT.%1$tL %4$s %5$s%6$s%n
    dev.perennial.level = FINE
    dev.perennial.http.access.level = WARNING
    """;
  }

  /// Writes the file in one step, as an operator's tool should.
  void write() throws IOException {
    write(
        sections.entrySet().stream()
            .map(section -> "[" + section.getKey() + "]\n" + lines(section.getValue()))
            .collect(Collectors.joining("\n")));
  }

  /// Writes something else instead.
  void write(String text) throws IOException {
    Path draft = directory.resolve("program.conf.new");
    Files.writeString(draft, text);
    Files.move(draft, file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /// Puts a pipe in its place that nobody writes to: whoever reads it waits.
  void replaceByPipe() throws IOException, InterruptedException {
    Files.delete(file());
    Program.shell("mkfifo " + file());
  }

  private static String lines(Map<String, String> options) {
    List<String> lines =
        options.entrySet().stream().map(o -> o.getKey() + " = " + o.getValue()).toList();
    return String.join("\n", lines) + "\n";
  }
}
