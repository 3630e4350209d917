/// What a program needs of the operating system, and nothing of what it does with it.
///
/// - [Signals] delivers signals as typed values.
/// - [Spawner] starts child processes with inherited descriptors and reaps them by pid.
/// - [ListeningSocket] is bound here and shared by descriptor; [AdoptedSocket] is the other end of
///   it.
/// - [Systemd] speaks the notification protocol.
///
/// All native calls are in `LibC`, each linked when it is first used: a worker with one listener
/// links none. Only `Signals` names `sun.misc`.
package dev.perennial.process;
