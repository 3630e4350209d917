/// Logging as OpenStack's operators know it, behind the loggers of the JDK.
///
/// A program logs through [System.Logger], `java.util.logging` or SLF4J; all end in the root logger
/// of the JDK, whose handlers [Logging] replaces by one of its own. That makes a [LogEvent] of each
/// record, on the thread that logs, and hands it to every [Outlet]: a file, standard output or
/// error, the system log, the journal. An outlet turns it into bytes, queues them and returns; its
/// own thread writes. So nobody who logs ever waits for a disk or a reader.
///
/// Read [Logging] first, then [Outlet] and [ContextFormat].
package dev.perennial.logging;
