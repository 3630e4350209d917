package dev.perennial.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The services that report to a database, and which of them are up.
///
/// Thread-safe. Every method asks the database, and throws a [DatabaseException] if that fails.
public final class ServiceRegistry {

  /// The tables that it needs: give these to [Database#of].
  public static final List<Migration> MIGRATIONS =
      List.of(
          Migration.of(
              "registry",
              1,
              "services",
              """
              CREATE TABLE services (
                host TEXT NOT NULL,
                binary_name TEXT NOT NULL,
                topic TEXT NOT NULL,
                version TEXT NOT NULL,
                disabled SMALLINT NOT NULL,
                disabled_reason TEXT NOT NULL,
                forced_down SMALLINT NOT NULL,
                reports BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                PRIMARY KEY (host, binary_name)
              )
              """));

  private final Database database;
  private final Supplier<RegistryOptions> options;
  private final String now;

  /// Uses the services of a database.
  ///
  /// @param database with [#MIGRATIONS]
  /// @param options the options in force, such as `config.live(RegistryOptions.class)::get`
  public ServiceRegistry(Database database, Supplier<RegistryOptions> options) {
    this.database = database;
    this.options = options;
    this.now = database.dialect().nowMillis();
  }

  /// Notes that a service is alive. A record that is not there, or not there any more, is made.
  ///
  /// @param key the service
  /// @param topic where it listens for calls
  /// @param version of the program
  /// @return how many times it has reported since the record was made; 1 if it was made now
  public long report(ServiceKey key, String topic, String version) {
    // One statement: two processes that report at once cannot both make the record.
    String sql =
        """
        INSERT INTO services (host, binary_name, topic, version, disabled, disabled_reason,
          forced_down, reports, created_at, seen_at)
        VALUES (?, ?, ?, ?, ?, '', 0, 1, %1$s, %1$s)
        ON CONFLICT (host, binary_name) DO UPDATE SET topic = excluded.topic,
          version = excluded.version, reports = services.reports + 1, seen_at = excluded.seen_at
        RETURNING reports
        """
            .formatted(now);
    return database.run(connection -> {
      try (PreparedStatement statement = prepare(connection, sql, key)) {
        statement.setString(3, topic);
        statement.setString(4, version);
        statement.setInt(5, options.get().enableNewServices() ? 0 : 1);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          long reports = row.getLong(1);
          // SQLite commits at the end of the rows.
          row.next();
          return reports;
        }
      }
    });
  }

  /// Lists all services, by binary and host.
  ///
  /// @return the records as they are now
  public List<ServiceRecord> list() {
    return database.run(connection -> {
      String sql = select("ORDER BY binary_name, host");
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return records(statement);
      }
    });
  }

  /// Looks one service up.
  ///
  /// @param key the service
  /// @return its record, if there is one
  public Optional<ServiceRecord> find(ServiceKey key) {
    return database.run(connection -> find(connection, key));
  }

  /// Lets a service have new work again.
  ///
  /// @param key the service
  /// @return its record, if there is one
  public Optional<ServiceRecord> enable(ServiceKey key) {
    return change(key, "disabled = 0, disabled_reason = ''");
  }

  /// Asks for no new work to be given to a service. It goes on running and reporting, and stays
  /// disabled when it is started again.
  ///
  /// @param key the service
  /// @param reason for whoever asks later; may be empty
  /// @return its record, if there is one
  public Optional<ServiceRecord> disable(ServiceKey key, String reason) {
    return change(key, "disabled = 1, disabled_reason = ?", reason);
  }

  /// Declares a service down whatever it reports, for when somebody knows better, or takes that
  /// back.
  ///
  /// @param key the service
  /// @param down whether it is down
  /// @return its record, if there is one
  public Optional<ServiceRecord> forceDown(ServiceKey key, boolean down) {
    return change(key, "forced_down = " + (down ? 1 : 0));
  }

  /// Forgets a service. If it still runs, its next heartbeat makes a new record.
  ///
  /// @param key the service
  /// @return whether there was a record
  public boolean remove(ServiceKey key) {
    return database.run(connection -> {
      String sql = "DELETE FROM services WHERE host = ? AND binary_name = ?";
      try (PreparedStatement statement = prepare(connection, sql, key)) {
        return statement.executeUpdate() > 0;
      }
    });
  }

  private Optional<ServiceRecord> change(ServiceKey key, String assignments, String... values) {
    String sql = "UPDATE services SET " + assignments + " WHERE host = ? AND binary_name = ?";
    return database.transaction(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int place = 0;
        for (String value : values) {
          statement.setString(++place, value);
        }
        statement.setString(++place, key.host());
        statement.setString(++place, key.binary());
        statement.executeUpdate();
      }
      return find(connection, key);
    });
  }

  private Optional<ServiceRecord> find(Connection connection, ServiceKey key) throws SQLException {
    String sql = select("WHERE host = ? AND binary_name = ?");
    try (PreparedStatement statement = prepare(connection, sql, key)) {
      return records(statement).stream().findFirst();
    }
  }

  private String select(String conditions) {
    return "SELECT host, binary_name, topic, version, disabled, disabled_reason, forced_down,"
        + " reports, created_at, seen_at, "
        + now
        + " - seen_at FROM services "
        + conditions;
  }

  private static PreparedStatement prepare(Connection connection, String sql, ServiceKey key)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, key.host());
    statement.setString(2, key.binary());
    return statement;
  }

  private List<ServiceRecord> records(PreparedStatement statement) throws SQLException {
    List<ServiceRecord> found = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(record(row));
      }
    }
    return found;
  }

  private ServiceRecord record(ResultSet row) throws SQLException {
    boolean forcedDown = row.getInt(7) != 0;
    Duration age = Duration.ofMillis(row.getLong(11));
    return new ServiceRecord(
        new ServiceKey(row.getString(1), row.getString(2)),
        row.getString(3),
        row.getString(4),
        Liveness.of(forcedDown, age, options.get().serviceDownTime()),
        row.getInt(5) == 0,
        Optional.of(row.getString(6)).filter(reason -> !reason.isEmpty()),
        forcedDown,
        row.getLong(8),
        Instant.ofEpochMilli(row.getLong(9)),
        Instant.ofEpochMilli(row.getLong(10)),
        age);
  }
}
