package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.registry.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL to processes that write into one SQLite file: every row that was acknowledged is there.
class KilledWriterTest {

  @TempDir private Path directory;

  private final List<Process> writers = new ArrayList<>();

  @AfterEach
  void end() {
    writers.forEach(Process::destroyForcibly);
  }

  @Test
  void every_acknowledged_row_is_there_after_sigkill() throws Exception {
    int rounds = Form.choose(2, 20);
    int acknowledged = 0;
    for (int round = 0; round < rounds; round++) {
      acknowledged = killWriters(round);
    }
    Form.summary(
        "KilledWriterTest kills=" + 3 * rounds, acknowledged + " acknowledged rows, none missing");
  }

  private int killWriters(int round) throws Exception {
    for (String name : List.of("a", "b", "c")) {
      start(name + round + "-");
    }
    awaitRows("a" + round + "-", 50);
    kill(writers.removeFirst());
    awaitRows("b" + round + "-", 50);
    awaitRows("c" + round + "-", 50);
    while (!writers.isEmpty()) {
      kill(writers.removeFirst());
    }
    Set<String> acknowledged = acknowledged();
    Set<String> rows = rows();
    acknowledged.removeAll(rows);
    assertTrue(acknowledged.isEmpty(), () -> "missing: " + acknowledged);
    return acknowledged().size();
  }

  private void start(String prefix) throws IOException {
    writers.add(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RowWriter.class.getName(),
                directory.resolve("rows.db").toString(),
                prefix)
            .redirectError(directory.resolve(prefix + ".err").toFile())
            .redirectOutput(directory.resolve(prefix + ".out").toFile())
            .start());
  }

  private static void kill(Process writer) throws InterruptedException {
    writer.destroyForcibly();
    writer.waitFor();
  }

  private void awaitRows(String prefix, int count) throws InterruptedException {
    Waiting.until(
        count + " rows of " + prefix,
        Program.PATIENCE,
        () -> lines(directory.resolve(prefix + ".out")).size() >= count);
  }

  private Set<String> acknowledged() throws IOException {
    Set<String> names = new HashSet<>();
    try (var outputs = Files.newDirectoryStream(directory, "*.out")) {
      for (Path output : outputs) {
        names.addAll(lines(output));
      }
    }
    return names;
  }

  // Without the last one if it was cut off.
  private static List<String> lines(Path output) throws IOException {
    String text = Files.exists(output) ? Files.readString(output) : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private Set<String> rows() {
    try (Database database = RowWriter.database(directory.resolve("rows.db"))) {
      return database.run(connection -> {
        Set<String> names = new HashSet<>();
        try (var statement = connection.createStatement();
            var row = statement.executeQuery("SELECT name FROM written")) {
          while (row.next()) {
            names.add(row.getString(1));
          }
        }
        return names;
      });
    }
  }
}
