/// Launches services in one process ([ServiceLauncher]) or in worker processes behind shared
/// listening sockets ([ProcessLauncher]), and answers signals and operators.
///
/// ```
/// supervisor                                            worker (a JVM that runs the same main)
///   Launcher.await ─ Supervisor.run: one thread           Launcher.await ─ Worker.run
///     ▲ Command        │ spawn, WorkerOrder                 ▲ WorkerOrder    │ Service.start …
///   Signals, Spawner, WorkerLink ◄──── control socket ────► SupervisorLink ◄─ WorkerMessage
/// ```
///
/// One thread owns all state of a supervisor: the one that calls [Launcher#await()]. Everybody else
/// sends it a `Command`; `Operated` says what signals and operators mean by theirs. Read
/// `Supervisor` first, then `WorkerSlot`, `WorkerHandle` and `Rollout`; `Worker` is the other side.
package dev.perennial.launcher;
