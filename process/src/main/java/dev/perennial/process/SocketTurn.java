package dev.perennial.process;

import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The turn of this program to listen at the path of a UNIX socket. Two that look at one stale file
/// at the same moment would both find it free, and the slower one would replace the socket of the
/// faster.
final class SocketTurn {

  /// A program needs a few milliseconds to listen; one that is stopped in between needs for ever.
  private static final Duration TURN_LIMIT = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(5);

  private SocketTurn() {}

  /// Waits until no other program is about to listen at the same path.
  ///
  /// @return to be closed when this program listens or has given up
  static LockFile await(Path path) throws IOException {
    Path file = path.resolveSibling("." + path.getFileName() + ".lock");
    Deadline deadline = Deadline.after(TURN_LIMIT);
    while (true) {
      Optional<LockFile> turn = LockFile.tryTake(file);
      if (turn.isPresent()) {
        return turn.get();
      }
      if (deadline.passed()) {
        throw new FileSystemException(
            file.toString(),
            null,
            "process "
                + LockFile.holder(file).map(Object::toString).orElse("?")
                + " has been about to listen there for "
                + TURN_LIMIT.toSeconds()
                + " s; end it");
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
