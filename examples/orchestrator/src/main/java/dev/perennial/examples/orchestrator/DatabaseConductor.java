package dev.perennial.examples.orchestrator;

import dev.perennial.registry.Database;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conductor's work, done on the database by whoever asks for it.
final class DatabaseConductor implements Conductor {

  private static final Logger LOG = System.getLogger("orchestrator.conductor");
  private static final String COLUMNS = "id, name, state, created_at, updated_at";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM vnf_instances ";

  private final Database database;
  private final InstantSource clock;

  DatabaseConductor(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public VnfInstance createVnfInstance(String name) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    VnfInstance created =
        new VnfInstance(InstanceIds.create(now), name, VnfInstance.State.INSTANTIATING, now, now);
    update(
        "INSERT INTO vnf_instances (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?)",
        created.id(),
        created.name(),
        created.state().name(),
        now.toEpochMilli(),
        now.toEpochMilli());
    LOG.log(Level.INFO, "instance {0} is being made", created.id());
    return created;
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

  /// Makes active what has been instantiating or healing since `moment` or longer.
  ///
  /// @return how many
  int activateOlderThan(Instant moment) {
    return update(
        "UPDATE vnf_instances SET state = 'ACTIVE', updated_at = ?"
            + " WHERE state IN ('INSTANTIATING', 'HEALING') AND updated_at <= ?",
        clock.millis(),
        moment.toEpochMilli());
  }

  /// Removes what was deleted at `moment` or before.
  ///
  /// @return how many
  int removeDeletedBefore(Instant moment) {
    return update(
        "DELETE FROM vnf_instances WHERE state = 'DELETED' AND updated_at <= ?",
        moment.toEpochMilli());
  }

  // One statement: where nothing comes after it, nothing can fail after it was done.
  private VnfInstance change(String id, VnfInstance.State state) {
    return one(
        id,
        "UPDATE vnf_instances SET state = ?, updated_at = ? WHERE id = ? AND state <> 'DELETED'"
            + " RETURNING "
            + COLUMNS,
        state.name(),
        clock.millis(),
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
