package dev.perennial.process;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// A child of this process, until it has been reaped.
///
/// Thread-safe.
public final class ChildProcess {

  private static final int SIGQUIT = 3;
  private static final int SIGKILL = 9;

  private final long pid;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  ChildProcess(long pid) {
    this.pid = pid;
  }

  /// The process id. It is not used for another process before this one has been reaped.
  ///
  /// @return the id
  public long pid() {
    return pid;
  }

  /// The end of the process, reaped.
  ///
  /// @return completed on the spawner's thread; never fails
  public CompletableFuture<ExitStatus> exit() {
    return exit;
  }

  /// Ends the process at once (SIGKILL), together with the session that it leads. Does nothing when
  /// it has ended.
  public synchronized void kill() {
    if (exit.isDone()) {
      return;
    }
    try {
      // Its session's process group first: what the worker started itself must not outlive it.
      LibC.kill(-pid, SIGKILL);
    } catch (IOException noGroupYet) {
      sendAlone(SIGKILL);
    }
  }

  /// Has a JVM print the stacks of all its threads to its standard output (SIGQUIT). Does nothing
  /// when it has ended; ends what is no JVM, or none yet.
  public synchronized void printStacks() {
    if (!exit.isDone()) {
      sendAlone(SIGQUIT);
    }
  }

  /// Lets threads of it use all processors that this process may use. Does nothing when it has
  /// ended.
  ///
  /// @param names which threads, by the first 15 characters of their names; those that they start
  ///   later are like them
  /// @throws IOException if the system does not let this process do that
  public void useAllProcessors(Predicate<String> names) throws IOException {
    if (!exit.isDone()) {
      Processors.allFor(pid, names);
    }
  }

  synchronized void ended(ExitStatus status) {
    exit.complete(status);
  }

  private void sendAlone(int signal) {
    try {
      LibC.kill(pid, signal);
    } catch (IOException gone) {
      // It has ended and only waits to be reaped.
    }
  }
}
