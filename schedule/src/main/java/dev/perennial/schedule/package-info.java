/// Time and tasks.
///
/// - [Ticker] is the one source of time: monotonic, and settable in tests ([SettableTicker]).
/// - [Deadline] is a moment on a ticker; everything that may wait takes one.
/// - [Backoff] says how long to wait before the next attempt.
/// - [TaskGroup] owns the virtual threads and timers of one service and can end them all.
///
/// Read [Deadline] first, then [TaskGroup].
package dev.perennial.schedule;
