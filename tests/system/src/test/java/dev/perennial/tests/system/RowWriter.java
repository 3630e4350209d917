package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.Migration;
import java.nio.file.Path;
import java.util.List;

/// A process that writes rows into a SQLite file and prints the name of each that was acknowledged.
final class RowWriter {

  private static final List<Migration> MIGRATIONS =
      List.of(Migration.of("test", 1, "written", "CREATE TABLE written (name TEXT PRIMARY KEY)"));

  private RowWriter() {}

  static Database database(Path file) {
    return Database.of(Config.of(DatabaseOptions.class).build(), file, MIGRATIONS);
  }

  /// @param args the file, and what its names begin with
  public static void main(String[] args) {
    Database database = database(Path.of(args[0]));
    for (int i = 0; true; i++) {
      String name = args[1] + i;
      database.run(connection -> {
        try (var statement = connection.prepareStatement("INSERT INTO written VALUES (?)")) {
          statement.setString(1, name);
          return statement.executeUpdate();
        }
      });
      System.out.println(name);
    }
  }
}
