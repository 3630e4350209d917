package dev.perennial.examples.orchestrator;

import java.nio.file.Path;

/// The database cannot be used.
final class DatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DatabaseException(Path file, Exception cause) {
    super("database " + file + ": " + cause.getMessage(), cause);
  }
}
