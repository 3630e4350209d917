package dev.perennial.registry;

/// What SQL of the one database has to be written differently for the other. Plain statements, `ON
/// CONFLICT … DO UPDATE` and `RETURNING` are the same in both.
public enum Dialect {
  /// SQLite 3.35 or later.
  SQLITE("CAST(unixepoch('subsec') * 1000 AS INTEGER)"),

  /// PostgreSQL 9.5 or later.
  POSTGRESQL("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)");

  private final String nowMillis;

  Dialect(String nowMillis) {
    this.nowMillis = nowMillis;
  }

  /// The time of the database's own clock.
  ///
  /// @return an expression: milliseconds since 1970
  public String nowMillis() {
    return nowMillis;
  }
}
