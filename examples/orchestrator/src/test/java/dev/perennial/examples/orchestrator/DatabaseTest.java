package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

  private static final int PROCESSES = 3;
  private static final int THREADS = 4;
  private static final int RECORDS = 10;

  @TempDir private Path directory;

  // Each Database has a connection of its own, which is what a process has.
  @Test
  void several_processes_that_open_and_write_at_once_lose_nothing() throws Exception {
    Path file = directory.resolve("orchestrator.db");
    List<Database> processes =
        IntStream.range(0, PROCESSES).mapToObj(_ -> new Database(file)).toList();
    Set<String> acknowledged = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<String>>> writers =
          IntStream.range(0, PROCESSES * THREADS)
              .mapToObj(n -> writer(processes.get(n % PROCESSES), n))
              .toList();
      for (Future<List<String>> written : threads.invokeAll(writers)) {
        acknowledged.addAll(written.get());
      }
    }
    processes.forEach(Database::close);
    assertEquals(PROCESSES * THREADS * RECORDS, acknowledged.size());
    try (Database again = new Database(file)) {
      assertEquals(acknowledged, ids(again));
    }
  }

  @Test
  void a_commit_is_on_disk_when_it_is_acknowledged() {
    try (Database database = new Database(directory.resolve("orchestrator.db"))) {
      assertEquals("wal", pragma(database, "journal_mode"));
      assertEquals("2", pragma(database, "synchronous"), "FULL");
      assertEquals("1", pragma(database, "user_version"));
      assertTrue(Integer.parseInt(pragma(database, "busy_timeout")) > 0);
    }
  }

  @Test
  void a_database_of_a_newer_program_is_refused() {
    Path file = directory.resolve("orchestrator.db");
    try (Database database = new Database(file)) {
      database.run(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.execute("PRAGMA user_version = 2");
        }
      });
    }
    try (Database database = new Database(file)) {
      DatabaseException refused = assertThrows(DatabaseException.class, database::open);
      assertTrue(
          String.valueOf(refused.getMessage()).contains("version is 2"), refused::getMessage);
    }
  }

  @Test
  void a_closed_database_opens_again_when_it_is_used() {
    Database database = new Database(directory.resolve("orchestrator.db"));
    DatabaseConductor records = new DatabaseConductor(database, InstantSource.system());
    String id = records.createVnfInstance("vnf-1").id();
    database.close();
    assertEquals("vnf-1", records.getVnfInstance(id).name());
    database.close();
  }

  private static Callable<List<String>> writer(Database database, int number) {
    DatabaseConductor records = new DatabaseConductor(database, InstantSource.system());
    return () ->
        IntStream.range(0, RECORDS)
            .mapToObj(n -> records.createVnfInstance("vnf-" + number + "-" + n).id())
            .toList();
  }

  private static Set<String> ids(Database database) {
    Set<String> ids = new HashSet<>();
    new DatabaseConductor(database, InstantSource.system())
        .listVnfInstances(PROCESSES * THREADS * RECORDS + 1, Optional.empty())
        .forEach(instance -> ids.add(instance.id()));
    return ids;
  }

  private static String pragma(Database database, String name) {
    return database.run(connection -> {
      try (Statement statement = connection.createStatement()) {
        return first(statement, name);
      }
    });
  }

  private static String first(Statement statement, String name) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      return row.getString(1);
    }
  }
}
