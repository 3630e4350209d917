package dev.perennial.registry;

import dev.perennial.config.OperatorMistake;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/// A database did not do what was asked of it. The message names the database, without a password,
/// and says why as far as the database or the network did.
///
/// A program that cannot start because of it is told of by its message alone: it is the database,
/// or how it is reached, that has to be mended.
public sealed class DatabaseException extends RuntimeException implements OperatorMistake
    permits DatabaseUnavailableException {

  private static final long serialVersionUID = 1;

  DatabaseException(String database, SQLException cause) {
    super("database " + database + ": " + reason(cause), cause);
  }

  // Of a connection that cannot be had, the pool tells how long it waited, and the driver that it
  // failed; why is in the first of their causes.
  private static String reason(SQLException failure) {
    Throwable first = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      first = cause;
    }
    String what = String.valueOf(failure.getMessage());
    String why = first instanceof SQLException ? first.getMessage() : first.toString();
    return why == null || what.contains(why) ? what : what + ": " + why;
  }

  static DatabaseException of(String database, SQLException cause) {
    if (cause instanceof LostAfterSending) {
      return new DatabaseOutcomeUnknownException(database, cause);
    }
    return isUnavailability(cause)
        ? new DatabaseUnavailableException(database, cause)
        : new DatabaseException(database, cause);
  }

  /// Whether the database could not be reached, or is too busy: the same may work later. Otherwise
  /// something is wrong that somebody has to put right.
  ///
  /// @return whether trying again makes sense
  public boolean isUnavailable() {
    return this instanceof DatabaseUnavailableException;
  }

  /// Whether what failed may have been done nevertheless, because the connection was lost before
  /// the database had answered: a statement outside of transactions, or the end of a transaction.
  ///
  /// @return whether trying again may do it twice
  public boolean isOutcomeUnknown() {
    return this instanceof DatabaseOutcomeUnknownException;
  }

  /// {@return the status of a program that failed} It may do in a moment, with the same
  /// configuration.
  @Override
  public int exitStatus() {
    return 1;
  }

  // 08: connection; 53: out of connections or space; 57P0n: the server is starting or going down.
  private static boolean isUnavailability(SQLException failure) {
    String state = failure.getSQLState();
    if (state != null) {
      return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P0");
    }
    return switch (failure.getCause()) {
      case SQLException cause -> isUnavailability(cause);
      case null, default ->
          failure instanceof SQLTransientException || SqliteConnection.isBusy(failure);
    };
  }
}
