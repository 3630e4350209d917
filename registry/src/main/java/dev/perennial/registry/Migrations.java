package dev.perennial.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Brings the tables of a database up to date: in one transaction, under a lock, so that of several
/// processes that start at once one does it and the others find it done. One table lists what was
/// applied, with checksums; who finds everything there takes no lock.
final class Migrations {

  private static final Logger LOG = System.getLogger("dev.perennial.registry");

  // What a program has done to its own database wrongly; see the SQL standard, "invalid schema
  // definition".
  private static final String INVALID_SCHEMA = "42P15";

  private static final String NAME = "perennial_migrations";

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS perennial_migrations (
        part TEXT NOT NULL,
        number INTEGER NOT NULL,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at BIGINT NOT NULL,
        PRIMARY KEY (part, number)
      )
      """;

  private record Step(String part, int number) {}

  private Migrations() {}

  /// @throws IllegalArgumentException if the steps of a part are not numbered from 1 without gaps
  static List<Migration> checked(List<Migration> migrations) {
    Map<String, Integer> last = new HashMap<>();
    for (Migration migration : migrations) {
      int expected = last.merge(migration.part(), 1, Integer::sum);
      if (migration.number() != expected) {
        throw new IllegalArgumentException(migration + " should have number " + expected);
      }
    }
    return List.copyOf(migrations);
  }

  static void apply(Connection connection, Connections connections, List<Migration> wanted)
      throws SQLException {
    if (wanted.isEmpty() || areApplied(connection, connections.dialect(), wanted)) {
      return;
    }
    connections.migrate(
        connection,
        within -> {
          try (Statement statement = within.createStatement()) {
            statement.execute(TABLE);
          }
          for (Migration migration : missing(within, wanted)) {
            apply(within, connections.dialect(), migration);
          }
          return true;
        });
  }

  // So it is nearly always, and to see that needs no lock.
  private static boolean areApplied(Connection connection, Dialect dialect, List<Migration> wanted)
      throws SQLException {
    return hasTable(connection, dialect) && missing(connection, wanted).isEmpty();
  }

  private static boolean hasTable(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(dialect.countOf(NAME))) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  private static List<Migration> missing(Connection connection, List<Migration> wanted)
      throws SQLException {
    Map<Step, String> applied = applied(connection);
    refuseUnknown(applied, wanted);
    List<Migration> missing = new ArrayList<>();
    for (Migration migration : wanted) {
      String checksum = applied.get(new Step(migration.part(), migration.number()));
      if (checksum == null) {
        missing.add(migration);
      } else if (!checksum.equals(migration.checksum())) {
        throw new SQLException(
            migration
                + " was applied with another content; this program was built from changed sources:"
                + " use the program that made the database, or another database",
            INVALID_SCHEMA);
      }
    }
    return missing;
  }

  private static void refuseUnknown(Map<Step, String> applied, List<Migration> wanted)
      throws SQLException {
    Map<String, Long> known =
        wanted.stream().collect(Collectors.groupingBy(Migration::part, Collectors.counting()));
    for (Step step : applied.keySet()) {
      Long newest = known.get(step.part());
      if (newest != null && step.number() > newest) {
        throw new SQLException(
            "it has migration %s of %s, this program knows %s; use a newer program"
                .formatted(step.number(), step.part(), newest),
            INVALID_SCHEMA);
      }
    }
  }

  private static Map<Step, String> applied(Connection connection) throws SQLException {
    Map<Step, String> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT part, number, checksum FROM perennial_migrations")) {
      while (row.next()) {
        found.put(new Step(row.getString(1), row.getInt(2)), row.getString(3));
      }
    }
    return found;
  }

  private static void apply(Connection connection, Dialect dialect, Migration migration)
      throws SQLException {
    LOG.log(Level.INFO, "applying {0}", migration);
    try (Statement statement = connection.createStatement()) {
      for (String sql : migration.statements()) {
        statement.execute(sql);
      }
    }
    String sql =
        "INSERT INTO perennial_migrations (part, number, name, checksum, applied_at)"
            + " VALUES (?, ?, ?, ?, "
            + dialect.nowMillis()
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, migration.part());
      statement.setInt(2, migration.number());
      statement.setString(3, migration.name());
      statement.setString(4, migration.checksum());
      statement.executeUpdate();
    }
  }
}
