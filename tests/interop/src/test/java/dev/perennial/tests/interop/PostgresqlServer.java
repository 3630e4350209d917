package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.Migration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Debian's PostgreSQL as a server of its own: in a directory of its own, on a free port of the
/// loopback address, ended by its own process id. It does not run as root, so there it runs as
/// nobody.
final class PostgresqlServer {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NOBODY = "nobody";
  private static final String PASSWORD = "secret-of-the-test";

  private final Path directory;
  private final Path programs;
  private final int port;
  private Process server;

  private PostgresqlServer(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.programs = programs();
    this.port = FreePorts.of(1).getFirst();
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    give(password);
    give(directory);
    run(
        "initdb",
        "--pgdata=" + directory.resolve("data"),
        "--username=perennial",
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale");
    this.server = launch();
  }

  private static PostgresqlServer start() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("perennial-postgresql");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    PostgresqlServer server = new PostgresqlServer(directory);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return server;
  }

  /// The one that the tests of this process share, with what earlier tests have left in it. It is
  /// ended with the process.
  static PostgresqlServer shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final PostgresqlServer SERVER;

    static {
      try {
        SERVER = start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException stopped) {
        throw new IllegalStateException(stopped);
      }
    }
  }

  String url() {
    return "postgresql://perennial:" + PASSWORD + "@127.0.0.1:" + port + "/postgres";
  }

  /// A database on it, as every program opens one for itself. Nothing is opened yet.
  Database database(List<Migration> migrations) {
    return database("", migrations);
  }

  /// The same with parameters of the driver, which begin with a question mark.
  Database database(String parameters, List<Migration> migrations) {
    DatabaseOptions options =
        Config.of(DatabaseOptions.class).set("connection", url() + parameters).build();
    return Database.of(options, Path.of("unused.db"), migrations);
  }

  /// Ends the server as an operator does in a hurry: its clients are disconnected.
  void stop() throws IOException, InterruptedException {
    // setpriv replaces itself by the server, so the process that was started is the server.
    new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
    if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("PostgreSQL did not end");
    }
  }

  /// Ends the server as if its machine had failed: nothing is put in order.
  void crash() throws InterruptedException {
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly().waitFor();
  }

  /// Lets the server fall silent: its connections stay, and nobody answers.
  void freeze() throws IOException, InterruptedException {
    // First the one that makes the others, so that none is made that is not stopped.
    signal("STOP", List.of("" + server.pid()));
    Waiting.until("PostgreSQL makes no more processes", PATIENCE, this::standsStill);
    signal("STOP", descendants());
  }

  /// Lets a silent server go on.
  void thaw() throws IOException, InterruptedException {
    signal("CONT", descendants());
    signal("CONT", List.of("" + server.pid()));
  }

  private boolean standsStill() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
    return stat.startsWith("T", stat.lastIndexOf(')') + 2);
  }

  private List<String> descendants() {
    return server.descendants().map(each -> "" + each.pid()).toList();
  }

  private static void signal(String name, List<String> pids)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("kill", "-" + name));
    line.addAll(pids);
    new ProcessBuilder(line).start().waitFor();
  }

  /// Starts the server again, with what it had on disk.
  void startAgain() throws IOException {
    server = launch();
  }

  private void close() {
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
    Directories.delete(directory);
  }

  private Process launch() throws IOException {
    Process launched =
        command(
                "postgres",
                "-D",
                directory.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=")
            .start();
    Waiting.until(
        "PostgreSQL is up; see " + directory.resolve("log"),
        PATIENCE,
        () -> {
          if (!launched.isAlive()) {
            throw new IllegalStateException(Files.readString(directory.resolve("log")));
          }
          return Files.readString(directory.resolve("log")).contains("ready to accept")
              && isListening();
        });
    return launched;
  }

  private boolean isListening() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    Process process = command(program, arguments).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(program + ": " + Files.readString(directory.resolve("log")));
    }
  }

  private ProcessBuilder command(String program, String... arguments) {
    List<String> line = new ArrayList<>();
    if (isRoot()) {
      line.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups", "--"));
    }
    line.add(programs.resolve(program).toString());
    line.addAll(List.of(arguments));
    ProcessBuilder command = new ProcessBuilder(line);
    command.directory(directory.toFile());
    command.environment().keySet().removeIf(name -> name.startsWith("PG"));
    command.redirectErrorStream(true);
    command.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    return command;
  }

  private static void give(Path path) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path programs() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions.sorted().toList().getLast().resolve("bin");
    }
  }
}
