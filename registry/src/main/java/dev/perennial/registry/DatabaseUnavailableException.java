package dev.perennial.registry;

import java.sql.SQLException;

/// A database could not be reached, or is too busy: the same may work later. Nothing was done by
/// what failed, unless it is a [DatabaseOutcomeUnknownException].
///
/// A remote method that declares it tells its callers, and a database that is away does not fill
/// the log with a stack trace for each call.
public sealed class DatabaseUnavailableException extends DatabaseException
    permits DatabaseOutcomeUnknownException {

  private static final long serialVersionUID = 1;

  DatabaseUnavailableException(String database, SQLException cause) {
    super(database, cause);
  }
}
