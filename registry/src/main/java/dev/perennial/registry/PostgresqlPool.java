package dev.perennial.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A few connections of a process to a PostgreSQL server. They are made when they are needed, and
/// those that the server has closed are replaced.
final class PostgresqlPool implements Connections {

  private static final Logger LOG = System.getLogger("dev.perennial.registry");

  // A number that nothing but migrations locks: "perennia" in ASCII.
  private static final long MIGRATION_LOCK = 0x706572656e6e6961L;
  // A server that has gone without a word is noticed by this, not by TCP, which takes minutes.
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final DatabaseUrl.Postgresql server;
  private final DatabaseOptions options;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<HikariDataSource> pool = Optional.empty();

  PostgresqlPool(DatabaseUrl.Postgresql server, DatabaseOptions options) {
    this.server = server;
    this.options = options;
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public <T> T use(Database.Work<T> work) throws SQLException {
    Connection connection = pool().getConnection();
    try {
      return work.run(connection);
    } finally {
      giveBack(connection);
    }
  }

  // What was done stays done. The pool replaces a connection that it cannot have back.
  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException lost) {
      LOG.log(Level.DEBUG, "a connection was lost when it was given back", lost);
    }
  }

  @Override
  public <T> T inTransaction(Connection connection, Database.Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result;
    try {
      result = work.run(connection);
      LostAfterSending.unlessDone(connection, PostgresqlPool::commit);
    } catch (SQLException | RuntimeException | Error failure) {
      rollBack(connection, failure);
      throw failure;
    }
    connection.setAutoCommit(true);
    return result;
  }

  private static boolean commit(Connection connection) throws SQLException {
    connection.commit();
    return true;
  }

  // A connection that was lost can do neither; why it was lost matters more.
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException second) {
      failure.addSuppressed(second);
    }
  }

  // The server answers nothing while it works on a step. If one fails, the pool sets the timeout
  // right when it gets its connection back.
  @Override
  public <T> T migrate(Connection connection, Database.Work<T> work) throws SQLException {
    return inTransaction(
        connection,
        within -> {
          awaitMigrationLock(within);
          int usual = within.getNetworkTimeout();
          within.setNetworkTimeout(Runnable::run, 0);
          T result = work.run(within);
          within.setNetworkTimeout(Runnable::run, usual);
          return result;
        });
  }

  // Asked for again and again: a server that does not answer is one that has gone without a word.
  private static void awaitMigrationLock(Connection connection) throws SQLException {
    if (tryMigrationLock(connection)) {
      return;
    }
    LOG.log(Level.INFO, "waiting for another process that brings the database up to date");
    do {
      pause();
    } while (!tryMigrationLock(connection));
  }

  private static boolean tryMigrationLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_try_advisory_xact_lock(" + MIGRATION_LOCK + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw new SQLTransientException("interrupted while another process migrates", ending);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      pool.ifPresent(HikariDataSource::close);
    } finally {
      pool = Optional.empty();
      lock.unlock();
    }
  }

  private HikariDataSource pool() {
    lock.lock();
    try {
      if (pool.isEmpty()) {
        pool = Optional.of(new HikariDataSource(config()));
      }
      return pool.get();
    } finally {
      lock.unlock();
    }
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("perennial-database");
    config.setJdbcUrl("jdbc:postgresql:" + server.address());
    server.user().ifPresent(config::setUsername);
    server.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(options.maxPoolSize());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(options.poolTimeout().toMillis());
    config.setValidationTimeout(options.poolTimeout().toMillis());
    // A server that is down when the program starts is like one that goes down later.
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("connectTimeout", seconds(options.poolTimeout()));
    config.addDataSourceProperty("socketTimeout", seconds(SILENCE));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "perennial");
    return config;
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.toSeconds()));
  }
}
