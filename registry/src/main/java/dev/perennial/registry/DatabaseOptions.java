package dev.perennial.registry;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.Secret;
import java.time.Duration;
import java.util.Optional;

/// Which database a program uses.
///
/// @param connection URL of the database; unset means a SQLite file of the program's choice
/// @param maxPoolSize most connections of a process to a database server
/// @param poolTimeout how long to wait for a connection to a database server; shorter than what
///   operators wait for the answer of a worker, so that they hear why there is none
@Group(value = "database", help = "The database of a program, and of the registry of services.")
public record DatabaseOptions(
    @Opt(
            help =
                "URL of the database: sqlite:////path/to/file, or"
                    + " postgresql://user:password@host:port/name with pgJDBC's parameters behind a"
                    + " question mark. Unset means a SQLite file in the state directory.")
        Optional<Secret> connection,
    @Opt(help = "Most connections of a process to a database server.", def = "5") @Range(min = 1)
        int maxPoolSize,
    @Opt(
            help = "Seconds to wait for a connection to a database server, a new or a pooled one.",
            def = "3")
        @Range(min = 1)
        Duration poolTimeout) {

  /// Refuses a URL that leads to no database.
  ///
  /// @throws IllegalArgumentException if the URL cannot be used; the message has no password
  public DatabaseOptions {
    connection.ifPresent(url -> DatabaseUrl.parse(url.reveal()));
  }
}
