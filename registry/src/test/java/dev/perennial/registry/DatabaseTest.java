package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.OperatorMistake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseTest {

  private static final List<Migration> NUMBERS =
      List.of(Migration.of("test", 1, "numbers", "CREATE TABLE numbers (number INTEGER)"));
  private static final String COUNT = "SELECT count(*) FROM numbers";

  @TempDir private Path directory;

  // Each Database has a connection of its own, which is what a process has.
  @Test
  void several_processes_that_open_and_write_at_once_lose_nothing() throws Exception {
    List<Database> processes = IntStream.range(0, 3).mapToObj(_ -> open()).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> writers =
          IntStream.range(0, 12).mapToObj(n -> writer(processes.get(n % 3))).toList();
      for (Future<Boolean> written : threads.invokeAll(writers)) {
        assertTrue(written.get());
      }
    }
    processes.forEach(Database::close);
    try (Database again = open()) {
      assertEquals("120", TestDatabases.text(again, COUNT));
    }
  }

  @Test
  void a_commit_is_on_disk_when_it_is_acknowledged() {
    try (Database database = open()) {
      assertEquals("wal", TestDatabases.text(database, "PRAGMA journal_mode"));
      assertEquals("2", TestDatabases.text(database, "PRAGMA synchronous"), "FULL");
      String timeout = TestDatabases.text(database, "PRAGMA busy_timeout");
      assertTrue(Integer.parseInt(timeout) > 0);
    }
  }

  @Test
  void a_closed_database_opens_again_when_it_is_used() {
    Database database = open();
    write(database);
    database.close();
    assertEquals("1", TestDatabases.text(database, COUNT));
    database.close();
  }

  private static void failBehindInsert(Database database) {
    assertThrows(
        IllegalStateException.class,
        () ->
            database.transaction(connection -> {
              insert(connection);
              throw new IllegalStateException("no");
            }));
  }

  @Test
  void a_transaction_that_throws_leaves_nothing() {
    try (Database database = open()) {
      failBehindInsert(database);
      assertEquals("0", TestDatabases.text(database, COUNT));
      write(database);
      assertEquals("1", TestDatabases.text(database, COUNT));
    }
  }

  @Test
  void a_transaction_that_found_the_database_busy_does_not_spoil_the_next_one() {
    try (Database database = open();
        Database other = open()) {
      database.check();
      setImpatient(database);
      DatabaseException busy =
          other.transaction(
              _ -> assertThrows(DatabaseException.class, () -> database.transaction(_ -> true)));
      assertTrue(busy.isUnavailable(), busy::toString);
      failBehindInsert(database);
      assertEquals("0", TestDatabases.text(database, COUNT));
      database.transaction(DatabaseTest::insert);
      assertEquals("1", TestDatabases.text(other, COUNT));
    }
  }

  // The other one gets in between the commit and whatever comes after it.
  @Test
  void a_committed_transaction_has_not_failed_because_somebody_else_comes_next() {
    CompletableFuture<Boolean> isWaiting = new CompletableFuture<>();
    CompletableFuture<Boolean> isOver = new CompletableFuture<>();
    try (Database database = open();
        Database other = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List.of(database, other).forEach(DatabaseTest::setImpatient);
      // Has the commit go on for a moment after it has let go of the file.
      TestDatabases.text(database, "PRAGMA wal_autocheckpoint = 1");
      try {
        database.transaction(connection -> {
          threads.execute(() -> holdWhenFree(other, isWaiting, isOver));
          insert(connection, "zeroblob(8000000)");
          return isWaiting.join();
        });
      } finally {
        isOver.complete(true);
      }
      assertEquals("1", TestDatabases.text(database, COUNT));
    }
  }

  // Asks again and again, and holds the database from when it is free until it is over.
  private static void holdWhenFree(
      Database database, CompletableFuture<Boolean> isWaiting, CompletableFuture<Boolean> isOver) {
    while (!isOver.isDone()) {
      try {
        database.run(connection -> hold(connection, isOver));
      } catch (DatabaseException busy) {
        isWaiting.complete(true);
      }
    }
  }

  private static boolean hold(Connection connection, CompletableFuture<Boolean> isOver)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      isOver.join();
      return statement.execute("ROLLBACK");
    }
  }

  private static void setImpatient(Database database) {
    TestDatabases.text(database, "PRAGMA busy_timeout = 0");
  }

  private static int insert(Connection connection) throws SQLException {
    return insert(connection, "1");
  }

  private static int insert(Connection connection, String value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO numbers VALUES (" + value + ")");
    }
  }

  @ParameterizedTest
  @CsvSource({"08006, true", "57P01, true", "53300, false"})
  void a_statement_on_a_connection_that_is_lost_may_have_been_done(String state, boolean isLoss) {
    Database.Work<Boolean> failing =
        _ -> {
          throw new SQLException("the server is gone", state);
        };
    try (Database database = open()) {
      DatabaseException alone =
          assertThrows(DatabaseUnavailableException.class, () -> database.run(failing));
      assertEquals(isLoss, alone.isOutcomeUnknown());
      DatabaseException inTransaction =
          assertThrows(DatabaseUnavailableException.class, () -> database.transaction(failing));
      assertFalse(inTransaction.isOutcomeUnknown(), "it ends with its connection");
    }
  }

  @Test
  void a_file_that_cannot_be_opened_is_a_mistake_that_names_it() {
    Path file = directory.resolve("missing/x.db");
    try (Database database = TestDatabases.of(file, NUMBERS)) {
      DatabaseException refused = assertThrows(DatabaseException.class, database::check);
      assertEquals(
          "database %s: its directory cannot be used: no such file or directory".formatted(file),
          refused.getMessage());
      assertFalse(refused.isUnavailable());
      // Nobody wants a stack trace of it.
      assertEquals(1, assertInstanceOf(OperatorMistake.class, refused).exitStatus());
    }
  }

  @Test
  void a_server_that_does_not_answer_is_no_reason_not_to_start() throws IOException {
    DatabaseOptions options =
        Config.of(DatabaseOptions.class)
            .set("connection", "postgresql://user:hidden@127.0.0.1:" + unusedPort() + "/x")
            .set("pool_timeout", "1")
            .build();
    try (Database database = Database.of(options, directory.resolve("unused.db"), NUMBERS)) {
      database.check();
      DatabaseException failure = assertThrows(DatabaseException.class, () -> write(database));
      assertTrue(failure.isUnavailable(), failure::toString);
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.endsWith("java.net.ConnectException: Connection refused"), message);
      assertFalse(message.contains("hidden"), message);
    }
  }

  private Database open() {
    return TestDatabases.of(directory.resolve("numbers.db"), NUMBERS);
  }

  private static Callable<Boolean> writer(Database database) {
    return () -> {
      IntStream.range(0, 10).forEach(_ -> write(database));
      return true;
    };
  }

  private static void write(Database database) {
    TestDatabases.execute(database, "INSERT INTO numbers VALUES (1)");
  }

  // Free right after, so nobody listens there.
  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
