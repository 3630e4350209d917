package dev.perennial.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Perennial with the hello service, set up as its users do it.
final class Servers {

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

  Server ours(String name, String profile, Log log, int workers, Where where) throws IOException {
    return ours(name, profile, log, workers, where, List.of());
  }

  Server ours(
      String name, String profile, Log log, int workers, Where where, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(checkout.java());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", logging(log)));
    command.addAll(List.of("-cp", checkout.benchmarks(), HelloProgram.class.getName()));
    command.addAll(listening(where));
    command.addAll(List.of("--hello-workers", "" + workers));
    command.addAll(List.of("--launcher-worker-profile", profile));
    command.addAll(List.of("--launcher-state-dir", privateDirectory(name).toString()));
    command.addAll(List.of("--launcher-aot-cache-dir", aotCache(directory).toString()));
    if (log == Log.FILE) {
      command.addAll(List.of("--hello-access-log", accessLog(name)));
    }
    command.addAll(arguments);
    return new Server(
        name,
        "ProcessLauncher, workers %d, profile %s, request id, metrics and drain on, access log %s"
            .formatted(workers, profile, log == Log.FILE ? "to a file" : "off"),
        command,
        where);
  }

  private static List<String> listening(Where where) {
    return switch (where) {
      case Where.Plain(int port) -> List.of("--hello-port", "" + port);
      case Where.Unix(Path socket) -> List.of("--hello-socket", socket.toString());
      case Where.Tls(int port, Path certificate, Path key) ->
          List.of(
              "--hello-port",
              "" + port,
              "--ssl-cert-file",
              certificate.toString(),
              "--ssl-key-file",
              key.toString());
    };
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
    return accessLog(directory, name);
  }

  static String accessLog(Path directory, String name) {
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
