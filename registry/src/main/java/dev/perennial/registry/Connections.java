package dev.perennial.registry;

import java.sql.Connection;
import java.sql.SQLException;

/// Where a process gets its connections from.
sealed interface Connections permits SqliteConnection, PostgresqlPool {

  Dialect dialect();

  /// Does something with a connection in automatic commit.
  <T> T use(Database.Work<T> work) throws SQLException;

  /// Does something as one transaction, with a connection in automatic commit: all of it, or
  /// nothing if it throws. What it throws is thrown on, whatever becomes of the connection.
  <T> T inTransaction(Connection connection, Database.Work<T> work) throws SQLException;

  /// Does something that changes the schema as one transaction, while no other process does. It may
  /// take long, and so may what others do first.
  <T> T migrate(Connection connection, Database.Work<T> work) throws SQLException;

  /// Gives all connections back; the next use makes new ones.
  void close() throws SQLException;
}
