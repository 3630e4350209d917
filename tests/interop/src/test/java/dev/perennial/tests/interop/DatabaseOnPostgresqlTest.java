package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseException;
import dev.perennial.registry.DatabaseOutcomeUnknownException;
import dev.perennial.registry.Migration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// What a program is promised of its database holds on PostgreSQL too.
@Timeout(120)
final class DatabaseOnPostgresqlTest {

  private static final String END_MYSELF = "SELECT pg_terminate_backend(pg_backend_pid())";
  private static final String END_AT_COMMIT =
      """
      CREATE FUNCTION %1$s_end() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
      CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON %1$s DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION %1$s_end()
      """;

  private final PostgresqlServer server = PostgresqlServer.shared();
  private final String part = "p" + UUID.randomUUID().toString().replace("-", "");
  private final List<Migration> steps =
      List.of(
          Migration.of(part, 1, "table", "CREATE TABLE " + part + " (n INTEGER)"),
          Migration.of(part, 2, "row", "INSERT INTO " + part + " (n) VALUES (1)"));
  private final Database database = server.database(steps);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void programs_that_start_at_once_apply_each_step_once() throws Exception {
    startAtOnce("", steps);
    assertEquals(1, rows());
  }

  @Test
  void a_step_may_take_longer_than_a_server_may_be_silent() throws Exception {
    List<Migration> slow = new ArrayList<>(steps);
    slow.add(Migration.of(part, 3, "large", "SELECT pg_sleep(2)"));
    startAtOnce("?socketTimeout=1", slow);
    try (Database again = server.database(slow)) {
      assertEquals(3, number(again, "SELECT count(*) FROM perennial_migrations" + ofThisPart()));
    }
  }

  @Test
  void a_connection_that_is_lost_in_a_transaction_is_no_mistake_and_says_why() {
    DatabaseException lost =
        assertThrows(
            DatabaseException.class,
            () ->
                database.transaction(connection -> {
                  execute(connection, "INSERT INTO " + part + " (n) VALUES (2)");
                  return execute(connection, END_MYSELF);
                }));
    assertTrue(lost.isUnavailable(), lost::toString);
    assertFalse(lost.isOutcomeUnknown(), "a transaction ends with its connection");
    assertTrue(String.valueOf(lost.getMessage()).contains("administrator command"), lost::toString);
    assertEquals(1, rows());
  }

  @Test
  void a_connection_that_is_lost_at_the_end_of_a_transaction_leaves_its_outcome_open() {
    database.run(connection -> execute(connection, END_AT_COMMIT.formatted(part)));
    String insert = "INSERT INTO " + part + " (n) VALUES (2)";
    List.<Executable>of(
            () -> database.transaction(connection -> execute(connection, insert)),
            () -> database.run(connection -> execute(connection, insert)))
        .forEach(lost -> assertThrows(DatabaseOutcomeUnknownException.class, lost));
    assertEquals(1, rows());
  }

  @Test
  void a_wrong_password_ends_the_start_of_a_service_and_is_what_the_message_says() {
    String url = server.url().replaceFirst(":[^:@/]+@", ":mistaken@");
    try (ReportingService service = new ReportingService("locked-out", url)) {
      DatabaseException refused = assertThrows(DatabaseException.class, service::start);
      assertFalse(refused.isUnavailable());
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("password authentication failed"), message);
      assertFalse(message.contains("mistaken"), message);
    }
  }

  private void startAtOnce(String parameters, List<Migration> migrations) throws Exception {
    Callable<Boolean> program =
        () -> {
          try (Database each = server.database(parameters, migrations)) {
            return each.run(_ -> true);
          }
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> started : threads.invokeAll(Collections.nCopies(4, program))) {
        assertTrue(started.get());
      }
    }
  }

  private String ofThisPart() {
    return " WHERE part = '" + part + "'";
  }

  private int rows() {
    return number(database, "SELECT count(*) FROM " + part);
  }

  private static int number(Database database, String sql) {
    return database.run(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        row.next();
        return row.getInt(1);
      }
    });
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
