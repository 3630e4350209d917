package dev.perennial.registry;

import dev.perennial.config.Config;
import java.nio.file.Path;
import java.util.List;

/// Databases in files, for tests.
final class TestDatabases {

  private TestDatabases() {}

  static Database of(Path file, List<Migration> migrations) {
    return Database.of(Config.of(DatabaseOptions.class).build(), file, migrations);
  }

  static int execute(Database database, String sql) {
    return database.run(connection -> {
      try (var statement = connection.createStatement()) {
        return statement.executeUpdate(sql);
      }
    });
  }

  static String text(Database database, String sql) {
    return database.run(connection -> {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(sql)) {
        return row.next() ? row.getString(1) : "nothing";
      }
    });
  }
}
