package dev.perennial.launcher;

import dev.perennial.process.ExitStatus;

/// Why a worker has ended, in words for an operator.
final class ExitCause {

  private static final String LATE = "cut off: did not finish within graceful_shutdown_timeout";

  /// Why one is killed that has not even ended after it was cut off.
  static final String KILLED_LATE =
      LATE + ", nor " + WorkerHandle.KILL_GRACE.toSeconds() + " s later";

  private static final int SIGKILL = 9;

  private ExitCause() {}

  /// One whose reason is known.
  static String of(String why, ExitStatus status) {
    return why + " (" + status.text() + ")";
  }

  /// One that nobody has given a reason for. The supervisor kills nobody without one, so a kill
  /// came from somebody else: a person, or a kernel short of memory.
  ///
  /// @param state in which it ended
  /// @param wasConnected whether it came so far as to connect
  static String unexplained(WorkerHandle.State state, ExitStatus status, boolean wasConnected) {
    return switch (status) {
      case ExitStatus.Exited(_) when state == WorkerHandle.State.READY ->
          "unexpected " + status.text();
      case ExitStatus.Exited(int code) when code == Worker.EXIT_LATE -> of(LATE, status);
      case ExitStatus.Killed _ when isKill(status) -> status.text() + " from outside";
      // A class that is missing, an option that the JVM does not know: it says so itself.
      case ExitStatus.Exited _ when !wasConnected ->
          status.text() + " before main had made a launcher; what it wrote itself says why";
      case ExitStatus.Exited _, ExitStatus.Killed _ -> status.text();
    };
  }

  static boolean isKill(ExitStatus status) {
    return status.equals(new ExitStatus.Killed(SIGKILL));
  }
}
