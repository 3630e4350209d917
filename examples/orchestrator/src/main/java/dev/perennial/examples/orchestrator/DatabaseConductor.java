package dev.perennial.examples.orchestrator;

import dev.perennial.registry.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

/// The conductor's work, done on the database by whoever asks for it.
final class DatabaseConductor implements Conductor {

  private static final Logger LOG = System.getLogger("orchestrator.conductor");
  private static final String COLUMNS = "id, name, state, created_at, updated_at";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM vnf_instances ";

  private final Database database;
  private final Supplier<String> now;

  /// Tells the time by the clock of the database: the clocks of several conductors may differ.
  DatabaseConductor(Database database) {
    this(database, database.dialect()::nowMillis);
  }

  /// @param now what the database takes for the time: an expression, in milliseconds since 1970
  DatabaseConductor(Database database, Supplier<String> now) {
    this.database = database;
    this.now = now;
  }

  @Override
  public VnfInstance createVnfInstance(String name) {
    VnfInstance created =
        database.run(connection -> {
          Instant time = time(connection);
          VnfInstance instance =
              new VnfInstance(
                  InstanceIds.create(time), name, VnfInstance.State.INSTANTIATING, time, time);
          insert(connection, instance);
          return instance;
        });
    LOG.log(Level.INFO, "instance {0} is being made", created.id());
    return created;
  }

  private Instant time(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + now.get());
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Instant.ofEpochMilli(row.getLong(1));
    }
  }

  private static void insert(Connection connection, VnfInstance instance) throws SQLException {
    String sql = "INSERT INTO vnf_instances (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(
          statement,
          instance.id(),
          instance.name(),
          instance.state().name(),
          instance.createdAt().toEpochMilli(),
          instance.updatedAt().toEpochMilli());
      statement.executeUpdate();
    }
  }

  @Override
  public VnfInstance getVnfInstance(String id) {
    return one(id, SELECT + "WHERE id = ? AND state <> 'DELETED'", id);
  }

  @Override
  public List<VnfInstance> listVnfInstances(
      int limit, Optional<String> marker, Optional<VnfInstance.State> state) {
    String behind = marker.orElse("");
    return state.isPresent()
        ? all(
            SELECT + "WHERE id > ? AND state = ? ORDER BY id LIMIT ?",
            behind,
            state.get().name(),
            limit)
        : all(SELECT + "WHERE id > ? AND state <> 'DELETED' ORDER BY id LIMIT ?", behind, limit);
  }

  @Override
  public void deleteVnfInstance(String id) {
    change(id, VnfInstance.State.DELETED);
  }

  @Override
  public VnfInstance healVnfInstance(String id) {
    return change(id, VnfInstance.State.HEALING);
  }

  /// Makes active what has been instantiating or healing for that long.
  ///
  /// @return how many
  int activate(Duration age) {
    return update(
        "UPDATE vnf_instances SET state = 'ACTIVE', updated_at = "
            + now.get()
            + " WHERE state IN ('INSTANTIATING', 'HEALING') AND updated_at <= "
            + now.get()
            + " - ?",
        age.toMillis());
  }

  /// Removes what has been deleted for that long.
  ///
  /// @return how many
  int removeDeleted(Duration age) {
    return update(
        "DELETE FROM vnf_instances WHERE state = 'DELETED' AND updated_at <= " + now.get() + " - ?",
        age.toMillis());
  }

  // One statement: where nothing comes after it, nothing can fail after it was done.
  private VnfInstance change(String id, VnfInstance.State state) {
    return one(
        id,
        "UPDATE vnf_instances SET state = ?, updated_at = "
            + now.get()
            + " WHERE id = ? AND state <> 'DELETED' RETURNING "
            + COLUMNS,
        state.name(),
        id);
  }

  private int update(String sql, Object... values) {
    return database.run(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        return statement.executeUpdate();
      }
    });
  }

  private VnfInstance one(String id, String sql, Object... values) {
    return all(sql, values).stream()
        .findFirst()
        .orElseThrow(() -> new UnknownInstanceException(id));
  }

  private List<VnfInstance> all(String sql, Object... values) {
    return database.run(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        return instances(statement);
      }
    });
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static List<VnfInstance> instances(PreparedStatement statement) throws SQLException {
    List<VnfInstance> found = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        found.add(
            new VnfInstance(
                row.getString(1),
                row.getString(2),
                VnfInstance.State.valueOf(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5))));
      }
    }
    return found;
  }
}
