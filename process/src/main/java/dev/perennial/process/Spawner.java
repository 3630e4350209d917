package dev.perennial.process;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Starts child processes and reaps them.
///
/// All of it happens on one platform thread that lives as long as the process: the death signal
/// that a child asks for follows the *thread* that made it, not the process. Children are waited
/// for one by one, never all at once: a wait for any child would steal the exit status of those
/// that other parts of the program started.
///
/// A child leads a session of its own, has a clean signal mask and default handlers, and inherits
/// exactly the descriptors that it was given.
///
/// Thread-safe.
public final class Spawner {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("spawner").daemon(true).factory());

  /// Creates a spawner; its thread starts with the first child.
  public Spawner() {}

  /// Starts a process.
  ///
  /// @param program what to start
  /// @return the child
  /// @throws IOException if it cannot be started, with the reason
  /// @throws InterruptedException if the calling thread is interrupted while it waits; a child that
  ///   was made nevertheless is ended
  public ChildProcess spawn(ChildProgram program) throws IOException, InterruptedException {
    return await(thread.submit(() -> spawnHere(program)), program);
  }

  /// Starts a process that may use one processor only, until [ChildProcess#useAllProcessors]: so
  /// that its start does not hold up what runs on the others. Where there is only one processor,
  /// the same as [#spawn(ChildProgram)].
  ///
  /// @param program what to start
  /// @return the child
  /// @throws IOException if it cannot be started, with the reason
  /// @throws InterruptedException if the calling thread is interrupted while it waits
  public ChildProcess spawnOnOneProcessor(ChildProgram program)
      throws IOException, InterruptedException {
    return await(thread.submit(() -> Processors.onOne(() -> spawnHere(program))), program);
  }

  private ChildProcess await(Future<ChildProcess> made, ChildProgram program)
      throws IOException, InterruptedException {
    try {
      return made.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      String reason =
          cause instanceof SystemCallException refused ? refused.reason() : cause.toString();
      throw new IOException("cannot start " + program.command().getFirst() + ": " + reason, cause);
    } catch (InterruptedException interrupted) {
      // Nobody gets to know this child; right behind its making on the same thread comes its end.
      thread.execute(() -> endUnknown(made));
      throw interrupted;
    }
  }

  private static void endUnknown(Future<ChildProcess> made) {
    if (made.state() == Future.State.SUCCESS) {
      made.resultNow().kill();
    }
  }

  private ChildProcess spawnHere(ChildProgram program) throws IOException {
    long pid = PosixSpawn.spawn(program);
    ChildProcess child = new ChildProcess(pid);
    // The JDK watches for the end without reaping, on a small thread of its own per child.
    ProcessHandle.of(pid)
        .ifPresentOrElse(
            handle -> handle.onExit().thenRun(() -> thread.execute(() -> reap(child))),
            () -> thread.execute(() -> reap(child)));
    return child;
  }

  private static void reap(ChildProcess child) {
    try {
      child.ended(ExitStatus.ofWaitStatus(LibC.waitFor(child.pid())));
    } catch (IOException lost) {
      // Somebody else in this process reaped it, against the rules; that it ended is certain.
      child.ended(new ExitStatus.Exited(255));
    }
  }
}
