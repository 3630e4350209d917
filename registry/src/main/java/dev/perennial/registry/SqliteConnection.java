package dev.perennial.registry;

import dev.perennial.config.FileReason;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// The one connection of a process to a SQLite file, and a lock around it: SQLite lets one write at
/// a time anyway, and a virtual thread that waits inside it holds its carrier thread, so no more
/// than one should.
final class SqliteConnection implements Connections {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Connection> connection = Optional.empty();

  SqliteConnection(Path file) {
    this.file = file;
  }

  static boolean isBusy(SQLException failure) {
    return (failure.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public <T> T use(Database.Work<T> work) throws SQLException {
    lock.lock();
    try {
      if (connection.isEmpty()) {
        connection = Optional.of(connect());
      }
      return work.run(connection.get());
    } finally {
      lock.unlock();
    }
  }

  // By plain statements: where the file is busy, the driver's own way to begin a transaction leaves
  // the connection in a state in which there is none, and its commit fails after it has committed,
  // because it begins the next one at once.
  @Override
  public <T> T inTransaction(Connection connection, Database.Work<T> work) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    try {
      T result = work.run(connection);
      execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException | Error failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  // A connection that cannot do that is in an unknown state; the next use makes a new one.
  private void rollBack(Connection connection, Throwable failure) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException second) {
      failure.addSuppressed(second);
      dropConnection(failure);
    }
  }

  private void dropConnection(Throwable failure) {
    try {
      close();
    } catch (SQLException third) {
      failure.addSuppressed(third);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  // A transaction takes the lock of the file as it begins.
  @Override
  public <T> T migrate(Connection connection, Database.Work<T> work) throws SQLException {
    return inTransaction(connection, work);
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      if (connection.isPresent()) {
        connection.get().close();
      }
    } finally {
      connection = Optional.empty();
      lock.unlock();
    }
  }

  private Connection connect() throws SQLException {
    try {
      SqliteLibrary.loadFrom(file.toAbsolutePath().resolveSibling(""));
    } catch (IOException failure) {
      // No cause: the message has said it.
      SQLException refused =
          new SQLException("its directory cannot be used: " + FileReason.of(failure));
      refused.addSuppressed(failure);
      throw refused;
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    Connection opened = config.createConnection("jdbc:sqlite:" + file);
    try {
      useWriteAheadLog(opened);
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
      try {
        execute(connection, "PRAGMA journal_mode = WAL");
        return;
      } catch (SQLException failure) {
        if (!isBusy(failure) || deadline.passed()) {
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
}
