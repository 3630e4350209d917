/// The command with which operators look at a running program and tell it what to do.
///
/// It knows nothing of the program but the directory of its control socket: [PerennialCommand]
/// reads the command line, `RunningPrograms` finds the socket, `ControlClient` asks.
package dev.perennial.cli;
