package dev.perennial.registry;

import java.sql.SQLException;

/// The connection to a database was lost after something had been sent that may have been done
/// nevertheless. To do it again is safe only where twice is no harm.
///
/// Callers of a remote method see it by its own name, which is what tells it from
/// [DatabaseUnavailableException].
public final class DatabaseOutcomeUnknownException extends DatabaseUnavailableException {

  private static final long serialVersionUID = 1;

  DatabaseOutcomeUnknownException(String database, SQLException cause) {
    super(database, cause);
  }
}
