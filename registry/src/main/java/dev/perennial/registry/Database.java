package dev.perennial.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// A database that every process of a program opens for itself: a SQLite file, or PostgreSQL.
///
/// It is connected when it is used first, and its tables are made or brought up to date then. What
/// [#run] or [#transaction] wrote when it returns survives the death of the process and of the
/// machine. A database that cannot be reached fails what is asked of it and nothing else: the next
/// call tries again.
///
/// Thread-safe.
public final class Database implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.registry");

  /// Something to do with a connection.
  ///
  /// @param <T> what it finds out
  @FunctionalInterface
  public interface Work<T> {

    /// Does it.
    ///
    /// @param connection for the time of the call only
    /// @return what was found out
    /// @throws SQLException if the database refuses
    T run(Connection connection) throws SQLException;
  }

  private final DatabaseUrl url;
  private final Connections connections;
  private final List<Migration> migrations;
  private final ReentrantLock migrating = new ReentrantLock();
  private volatile boolean isUpToDate;

  private Database(DatabaseUrl url, Connections connections, List<Migration> migrations) {
    this.url = url;
    this.connections = connections;
    this.migrations = migrations;
  }

  /// Describes the database of a program. Nothing is opened.
  ///
  /// @param options which one
  /// @param defaultFile the SQLite file, in a directory that exists, if the options name none
  /// @param migrations of all parts of the program that use it
  /// @return the database
  public static Database of(DatabaseOptions options, Path defaultFile, List<Migration> migrations) {
    DatabaseUrl url =
        options
            .connection()
            .map(text -> DatabaseUrl.parse(text.reveal()))
            .orElseGet(() -> new DatabaseUrl.Sqlite(defaultFile));
    Connections connections = url.connections(options);
    return new Database(url, connections, Migrations.checked(migrations));
  }

  /// Which SQL it understands.
  ///
  /// @return the dialect
  public Dialect dialect() {
    return connections.dialect();
  }

  /// Does something in which every statement is a transaction of its own. Of several, those before
  /// one that fails stay done. Read the rows of one that writes (`RETURNING`) to their end: SQLite
  /// commits there, and is not heard when that fails in closing them.
  ///
  /// @param work what to do; on SQLite it should be short, because one process writes at a time
  /// @param <T> what it finds out
  /// @return what it found out
  /// @throws DatabaseException if the database refuses or cannot be reached
  public <T> T run(Work<T> work) {
    return use(connection -> {
      bringUpToDate(connection);
      return LostAfterSending.unlessDone(connection, work);
    });
  }

  /// Does something as one transaction: all of it, or nothing if it throws, but for a
  /// [DatabaseOutcomeUnknownException].
  ///
  /// @param work what to do; it must be short
  /// @param <T> what it finds out
  /// @return what it found out
  /// @throws DatabaseException if the database refuses or cannot be reached
  public <T> T transaction(Work<T> work) {
    return use(connection -> {
      bringUpToDate(connection);
      return connections.inTransaction(connection, work);
    });
  }

  /// Tries to use it, so that a program that never could does not begin to serve. A database that
  /// is merely not there at the moment is logged and no reason not to start.
  ///
  /// @throws DatabaseException if somebody has to put something right first
  public void check() {
    try {
      run(_ -> true);
    } catch (DatabaseException failure) {
      if (!failure.isUnavailable()) {
        throw failure;
      }
      LOG.log(Level.WARNING, "{0}; starting without it", failure.getMessage());
    }
  }

  /// Gives all connections back. Using the database again makes new ones.
  @Override
  public void close() {
    try {
      connections.close();
    } catch (SQLException failure) {
      throw DatabaseException.of(url.toString(), failure);
    }
  }

  /// Where it is, without user and password.
  @Override
  public String toString() {
    return url.toString();
  }

  private <T> T use(Work<T> work) {
    try {
      return connections.use(work);
    } catch (SQLException failure) {
      throw DatabaseException.of(url.toString(), failure);
    }
  }

  private void bringUpToDate(Connection connection) throws SQLException {
    if (isUpToDate) {
      return;
    }
    migrating.lock();
    try {
      if (!isUpToDate) {
        Migrations.apply(connection, connections, migrations);
        isUpToDate = true;
      }
    } finally {
      migrating.unlock();
    }
  }
}
