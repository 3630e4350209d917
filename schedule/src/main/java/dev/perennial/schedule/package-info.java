/// Time and tasks.
///
/// - [Ticker] is the one source of time: monotonic, and settable in tests ([SettableTicker]).
/// - [Deadline] is a moment on a ticker; everything that may wait takes one.
/// - [Timers] make things happen later; all timers of a process share one thread and a
///   `TimerWheel`.
/// - [LoopingCall] calls something again and again; [Retry] until it succeeds.
/// - [PeriodicTasks] runs the methods marked by [PeriodicTask], each at its own spacing.
/// - [TaskGroup] owns the [Task]s and timers of one service and can end them all.
/// - [Backoff] says how long to wait before the next attempt, for code that has a loop of its own.
///
/// ```
/// LoopingCall ── start ──► Loop ── waits in ──► TimerWheel      virtual thread, one a run
///   (what to call)          ▲ Pace: when next     │ due          ──► body
///                           └──────── run ends ◄──┴── handed on ─┘
/// ```
///
/// Read [Deadline] first, then [TaskGroup], [LoopingCall] and `Loop`.
package dev.perennial.schedule;
