package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A checkout with the scripts of the one that is tested, whose build writes down that it was
/// called and makes jars with nothing in them.
///
/// @param folder where it is
record Checkout(Path folder) {

  static final String SOURCE = "http/src/main/java/A.java";
  static final String RESOURCES = "http/src/main/resources";
  static final String RESOURCE = RESOURCES + "/a.json";

  /// What a command printed, on both streams, and its exit code.
  record Said(int code, String text) {}

  static Checkout in(Path folder) throws IOException {
    Checkout checkout = new Checkout(folder);
    for (String script : List.of("bin/find-jdk", "bin/perennial")) {
      checkout.write(script, Files.readString(Repository.root().resolve(script)));
    }
    checkout.write(SOURCE, "");
    checkout.write(RESOURCE, "");
    checkout.becomeOlder();
    checkout.buildDoes("");
    return checkout;
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  /// @param more what the build does before it makes the jars
  void buildDoes(String more) throws IOException {
    write(
        "mvnw",
        """
        #!/bin/sh
        lib=examples/orchestrator/target/lib
        for option in "$@"; do
          case $option in -Dperennial.lib=*) lib=${option#*=} ;; esac
        done
        echo began >>builds-begun
        %s
        mkdir -p "$lib"
        touch examples/orchestrator/target/perennial-orchestrator.jar "$lib/new-2.jar"
        echo built >>builds
        """
            .formatted(more));
  }

  void write(String file, String text) throws IOException {
    Path path = path(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    assertTrue(path.toFile().setExecutable(true));
  }

  /// What is written next is newer, whatever the clock of the file system counts in.
  void becomeOlder() throws IOException {
    FileTime before = FileTime.from(Instant.now().minus(Duration.ofMinutes(1)));
    try (var files = Files.walk(folder)) {
      for (Path path : files.toList()) {
        Files.setLastModifiedTime(path, before);
      }
    }
  }

  /// How many builds have come to their ends.
  int builds() throws IOException {
    return lines("builds");
  }

  int buildsBegun() throws IOException {
    return lines("builds-begun");
  }

  private int lines(String file) throws IOException {
    return Files.exists(path(file)) ? Files.readAllLines(path(file)).size() : 0;
  }

  /// Runs `bin/perennial` to its end.
  Said run(Map<String, String> environment, String... arguments) throws Exception {
    Process process = start(environment, arguments);
    String said = new String(process.getInputStream().readAllBytes());
    return new Said(process.waitFor(), said);
  }

  Process start(Map<String, String> environment, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(path("bin/perennial").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }
}
