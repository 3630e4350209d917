package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.process.ExitStatus;
import dev.perennial.process.Signal;

/// What the thread of a launcher is told by all others.
sealed interface Command {

  /// What somebody outside wants of the program.
  sealed interface Wish extends Command {}

  /// A signal came.
  ///
  /// @param signal which one
  record Signalled(Signal signal) implements Wish {}

  /// The program itself wants to end.
  record StopRequested() implements Wish {}

  /// An operator asks for something.
  ///
  /// @param request what, and where to answer
  record Asked(ControlRequest request) implements Wish {}

  /// A worker has connected and proved who it is.
  ///
  /// @param worker which one
  /// @param link the way to talk to it
  record Connected(WorkerHandle worker, WorkerLink link) implements Command {}

  /// A worker said something.
  ///
  /// @param worker which one
  /// @param message what
  record Said(WorkerHandle worker, WorkerMessage message) implements Command {}

  /// The connection to a worker has ended.
  ///
  /// @param worker which one
  record Disconnected(WorkerHandle worker) implements Command {}

  /// A worker process has ended and was reaped.
  ///
  /// @param worker which one
  /// @param status how it ended
  record Exited(WorkerHandle worker, ExitStatus status) implements Command {}

  /// This process has performed an operation, or cannot.
  ///
  /// @param number of the question
  /// @param performance how it went
  record PerformedHere(long number, Performance performance) implements Command {}

  /// The listening sockets of a service refuse connections from now on.
  ///
  /// @param service which one
  record ListenersShut(ManagedService service) implements Command {}

  /// The configuration of a reload was read.
  ///
  /// @param candidate what may take its place
  record ConfigRead(Candidate candidate) implements Command {}

  /// The configuration of a reload cannot be used.
  ///
  /// @param why in words for an operator
  record ConfigRefused(String why) implements Command {}
}
