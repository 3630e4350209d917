/// Records of services in a database, each with a heartbeat.
///
/// [ServiceRegistry] keeps and lists them, [Heartbeat] reports for one service, [ServicesOperation]
/// shows them to operators. What is up is judged by the clock of the database, so the clocks of the
/// machines may differ.
///
/// The [Database] underneath is for programs as well: a SQLite file or PostgreSQL, as
/// [DatabaseOptions] say, with numbered [Migration]s.
///
/// Threads: none of its own; callers wait for the database.
package dev.perennial.registry;
