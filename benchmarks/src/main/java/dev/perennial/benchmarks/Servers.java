package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Perennial and its peers with the same hello service, each set up as its users do it.
final class Servers {

  /// Threads of a gunicorn worker: one for each of the connections that may come to it.
  private static final int GUNICORN_THREADS = Wrk.CONNECTIONS;

  private final Checkout checkout;
  private final Path directory;

  /// @param directory for configuration, logs and sockets
  Servers(Checkout checkout, Path directory) {
    this.checkout = checkout;
    this.directory = directory;
  }

  /// How ours is set up where it may be set up differently.
  enum Log {
    FILE,
    NONE
  }

  Server ours(String name, String profile, Log log, int workers, int port) throws IOException {
    return ours(name, profile, log, workers, port, List.of());
  }

  Server ours(String name, String profile, Log log, int workers, int port, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", logging(log)));
    command.addAll(List.of("-cp", checkout.benchmarks(), HelloProgram.class.getName()));
    command.addAll(List.of("--hello-port", "" + port, "--hello-workers", "" + workers));
    command.addAll(List.of("--launcher-worker-profile", profile));
    command.addAll(List.of("--launcher-state-dir", privateDirectory(name).toString()));
    command.addAll(List.of("--launcher-aot-cache-dir", aotCache(directory).toString()));
    if (log == Log.FILE) {
      command.addAll(List.of("--hello-access-log", accessLog(name)));
    }
    command.addAll(arguments);
    return new Server(
        name,
        "ProcessLauncher, workers %d, profile %s, request id and drain on, access log %s"
            .formatted(workers, profile, log == Log.FILE ? "to a file" : "off"),
        command);
  }

  /// Jetty's core by itself, in one process, as Jetty is run.
  Server jetty(String name, JettyProgram.Threads threads, int port) {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(List.of("-cp", checkout.benchmarks(), JettyProgram.class.getName()));
    command.addAll(List.of(threads.name(), "" + port));
    return new Server(
        name, "core, one process, " + threads.about() + ", no access log, no request id", command);
  }

  Server oslo(int workers, int port, boolean log) throws IOException, InterruptedException {
    String name = log ? "oslo.service" : "oslo.service, no log";
    return new Server(
        name,
        "Debian %s, eventlet %s, workers %d, wsgi server, access log %s"
            .formatted(
                Packages.version("python3-oslo.service"),
                Packages.version("python3-eventlet"),
                workers,
                log ? "to a file" : "off"),
        List.of(
            "/usr/bin/python3",
            checkout.peer("oslo_hello.py"),
            "" + port,
            "" + workers,
            log ? accessLog(name) : "off"));
  }

  Server gunicorn(int workers, int port) throws IOException, InterruptedException {
    return new Server(
        "gunicorn",
        "Debian %s, gthread, workers %d with %d threads, access log to a file"
            .formatted(Packages.version("gunicorn"), workers, GUNICORN_THREADS),
        List.of(
            "/usr/bin/gunicorn",
            "--chdir",
            checkout.peers().toString(),
            "--worker-class=gthread",
            "--workers=" + workers,
            "--threads=" + GUNICORN_THREADS,
            "--keep-alive=75",
            "--graceful-timeout=30",
            "--access-logfile=" + accessLog("gunicorn"),
            "--bind=127.0.0.1:" + port,
            "gunicorn_hello:app"));
  }

  Server nginx(int workers, int port) throws IOException, InterruptedException {
    Path configuration = directory.resolve("nginx-" + port + ".conf");
    Files.writeString(
        configuration,
        Files.readString(checkout.peers().resolve("nginx.conf"))
            .replace("@WORKERS@", "" + workers)
            .replace("@PORT@", "" + port)
            .replace("@DIRECTORY@", directory.toString()));
    return new Server(
        "nginx",
        "Debian %s, workers %d, return 200, access log to a file, buffered"
            .formatted(Packages.version("nginx"), workers),
        List.of("/usr/sbin/nginx", "-c", configuration.toString()));
  }

  /// Where the caches of classes of this run are; an earlier run must not have trained them.
  static Path aotCache(Path directory) throws IOException {
    Path cache = directory.resolve("aot");
    if (!Files.exists(cache)) {
      Files.createDirectory(
          cache,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return cache;
  }

  private String accessLog(String name) {
    return directory.resolve("access-" + name.replaceAll("\\W+", "-") + ".log").toString();
  }

  private Path privateDirectory(String name) throws IOException {
    return Files.createTempDirectory(
        directory,
        name.replaceAll("\\W+", "-"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private String logging(Log log) throws IOException {
    Path file = directory.resolve("logging-" + log + ".properties");
    String level = log == Log.NONE ? "OFF" : "INFO";
    Files.writeString(
        file,
        """
        handlers = java.util.logging.ConsoleHandler
        java.util.logging.SimpleFormatter.format = %1$tF %1$tT.%1$tL %4$s %3$s %5$s%6$s%n
        dev.perennial.http.access.level =\
        """
            + " "
            + level
            + "\n");
    return "-Djava.util.logging.config.file=" + file;
  }
}
