package dev.perennial.launcher;

import dev.perennial.process.ActivatedSockets;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.Signal;
import dev.perennial.process.Signals;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Binds addresses, and tries again for a while where that fails: a predecessor may not be gone
/// yet. Whoever wants the program to end meanwhile is heard.
final class BindAttempts {

  /// Lets time pass between two attempts.
  @FunctionalInterface
  interface Pause {
    void take() throws InterruptedException;
  }

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ActivatedSockets activated;
  private final BooleanSupplier endIsWanted;
  private final Pause pause;
  private int left;

  /// @param activated sockets that are bound already
  /// @param retries how many attempts may fail, over all addresses
  /// @param endIsWanted whether somebody wants the program to end
  BindAttempts(ActivatedSockets activated, int retries, BooleanSupplier endIsWanted) {
    this(activated, retries, endIsWanted, () -> Thread.sleep(PAUSE));
  }

  BindAttempts(ActivatedSockets activated, int retries, BooleanSupplier endIsWanted, Pause pause) {
    this.activated = activated;
    this.left = retries;
    this.endIsWanted = endIsWanted;
    this.pause = pause;
  }

  /// @return the socket; nothing if it cannot be had before somebody wants the program to end
  /// @throws IOException in words for an operator, why the last attempt failed
  Optional<ListeningSocket> bind(ListenAddress address) throws IOException, InterruptedException {
    Optional<ListeningSocket> bound = activated.take(address);
    while (bound.isEmpty()) {
      try {
        bound = Optional.of(ListeningSocket.bind(address));
      } catch (IOException failure) {
        if (endIsWanted.getAsBoolean()) {
          return Optional.empty();
        }
        if (left == 0) {
          throw failure;
        }
        left--;
        LOG.log(
            Level.WARNING,
            "{0}; next try in {1} ms, {2} more after that",
            failure.getMessage(),
            Long.toString(PAUSE.toMillis()),
            Integer.toString(left));
        pause.take();
      }
    }
    return bound;
  }

  /// Whether this command is the end of the program.
  static boolean isEnd(Command command) {
    return command instanceof Command.StopRequested
        || command instanceof Command.Signalled(Signal signal) && isEnd(signal)
        || command instanceof Command.Asked(ControlRequest request)
            && request.verb() == ControlRequest.Verb.STOP;
  }

  private static boolean isEnd(Signal signal) {
    return switch (signal) {
      case TERM, INT -> true;
      case HUP -> Signals.hangUpEndsTheProgram();
      case USR1 -> false;
    };
  }
}
