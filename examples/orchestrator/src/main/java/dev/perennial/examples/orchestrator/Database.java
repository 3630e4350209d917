package dev.perennial.examples.orchestrator;

import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// A SQLite file that every process of the programs opens for itself.
///
/// A process has one connection, opened when it is needed first, and a lock around it: SQLite lets
/// one write at a time anyway, and a virtual thread that waits inside it holds its carrier thread,
/// so no more than one should. All work is single statements, each a transaction of its own: what
/// was written when [#run] returns survives the death of the process and of the machine.
final class Database implements AutoCloseable {

  private static final int VERSION = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS vnf_instances (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) WITHOUT ROWID
      """;

  /// Something to do with the connection.
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Connection> connection = Optional.empty();

  Database(Path file) {
    this.file = file;
  }

  <T> T run(Work<T> work) {
    lock.lock();
    try {
      return work.run(connection());
    } catch (SQLException failure) {
      throw new DatabaseException(file, failure);
    } finally {
      lock.unlock();
    }
  }

  /// Opens the database now, so that a service that cannot use it does not start.
  void open() {
    run(_ -> true);
  }

  /// Closes the connection; using the database again opens another one.
  @Override
  public void close() {
    lock.lock();
    try {
      if (connection.isPresent()) {
        connection.get().close();
      }
    } catch (SQLException failure) {
      throw new DatabaseException(file, failure);
    } finally {
      connection = Optional.empty();
      lock.unlock();
    }
  }

  private Connection connection() throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(connect());
    }
    return connection.get();
  }

  private Connection connect() throws SQLException {
    try {
      SqliteLibrary.loadFrom(file.toAbsolutePath().resolveSibling(""));
    } catch (IOException failure) {
      throw new SQLException("its directory cannot be used: " + failure, failure);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    Connection opened = config.createConnection("jdbc:sqlite:" + file);
    try {
      useWriteAheadLog(opened);
      createSchema(opened);
      return opened;
    } catch (SQLException | RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  // When several processes create the file at once, SQLite answers all but one with "busy" here,
  // whatever the busy timeout is.
  private static void useWriteAheadLog(Connection connection) throws SQLException {
    Deadline deadline = Deadline.after(PATIENCE);
    while (true) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException failure) {
        boolean isBusy = (failure.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!isBusy || deadline.passed()) {
          throw failure;
        }
        pause(failure);
      }
    }
  }

  private static void pause(SQLException busy) throws SQLException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw busy;
    }
  }

  private static void createSchema(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      int version = version(statement);
      if (version > VERSION) {
        throw new SQLException(
            "its version is " + version + ", this program knows " + VERSION + "; use a newer one");
      }
      if (version < VERSION) {
        statement.execute(SCHEMA);
        statement.execute("PRAGMA user_version = " + VERSION);
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }
}
