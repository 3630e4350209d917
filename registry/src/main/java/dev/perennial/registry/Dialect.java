package dev.perennial.registry;

/// What SQL of the one database has to be written differently for the other. Plain statements, `ON
/// CONFLICT … DO UPDATE` and `RETURNING` are the same in both.
public enum Dialect {
  /// SQLite 3.42 or later.
  SQLITE(
      "CAST(unixepoch('subsec') * 1000 AS INTEGER)",
      "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '%s'"),

  /// PostgreSQL 9.5 or later.
  POSTGRESQL(
      "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
      "SELECT count(to_regclass('%s'))");

  private final String nowMillis;
  private final String countOfTables;

  Dialect(String nowMillis, String countOfTables) {
    this.nowMillis = nowMillis;
    this.countOfTables = countOfTables;
  }

  /// The time of the database's own clock.
  ///
  /// @return an expression: milliseconds since 1970
  public String nowMillis() {
    return nowMillis;
  }

  /// Whether there is a table, as a query for 1 or 0.
  String countOf(String table) {
    return countOfTables.formatted(table);
  }
}
