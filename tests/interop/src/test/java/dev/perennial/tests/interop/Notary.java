package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.daemon.Manager;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseUnavailableException;
import dev.perennial.registry.Migration;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import dev.perennial.schedule.PeriodicTaskSpec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Keeps notes in a database, and passes the time besides.
@Endpoint
final class Notary extends Manager {

  static final Duration PASS = Duration.ofMillis(50);
  static final List<Migration> MIGRATIONS =
      Stream.concat(
              ServiceRegistry.MIGRATIONS.stream(),
              Stream.of(
                  Migration.of("notary", 1, "notes", "CREATE TABLE notes (id TEXT PRIMARY KEY)")))
          .toList();

  private final Database database;
  private final AtomicInteger passes = new AtomicInteger();
  private final Runs runs = new Runs();

  Notary(Config config, String host, Database database) {
    super(config, host);
    this.database = database;
    periodic().add(PeriodicTaskSpec.every("pass", PASS).immediately(), passes::incrementAndGet);
  }

  @Override
  protected void initHost() {
    database.check();
  }

  @Override
  protected void stop() {
    database.close();
  }

  @RemoteMethod
  String note(String id) throws DatabaseUnavailableException {
    runs.add(id);
    return database.run(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement("INSERT INTO notes (id) VALUES (?)")) {
        statement.setString(1, id);
        statement.executeUpdate();
        return id;
      }
    });
  }

  @RemoteMethod
  String echo(String text) {
    return text;
  }

  /// What is in the database.
  Set<String> notes() {
    return database.run(connection -> {
      Set<String> found = new TreeSet<>();
      try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM notes");
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
      return found;
    });
  }

  /// How often each note was asked for here.
  Runs runs() {
    return runs;
  }

  /// How often the periodic task has run.
  int passes() {
    return passes.get();
  }
}
