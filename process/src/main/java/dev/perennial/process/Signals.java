package dev.perennial.process;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Intake of signals.
///
/// The JVM runs each handler on a new thread, in no order, and the kernel merges standard signals
/// that arrive close together. So a handler only notes what is wanted and wakes somebody, and
/// nobody counts signals.
public final class Signals {

  private static final Logger LOG = System.getLogger("dev.perennial.process");

  // Looked at when the program first handles a signal, which is early in its life.
  private static final Terminal AT_START = Terminal.now();

  private Signals() {}

  /// Delivers a signal to `handler` from now on, whatever happened to it before: a signal that was
  /// ignored when the program was started (as under `nohup`) is made deliverable first, because the
  /// JVM would silently never run the handler.
  ///
  /// Where the platform or the JVM's own options (`-Xrs`) refuse, this is logged and nothing else
  /// happens.
  ///
  /// @param signal the signal
  /// @param handler called on a thread of the JVM's; must return at once
  /// @return whether the signal will be delivered
  public static boolean handle(Signal signal, Consumer<Signal> handler) {
    try {
      sun.misc.Signal raw = new sun.misc.Signal(signal.name());
      if (isIgnored(raw.getNumber())) {
        LibC.stopIgnoring(raw.getNumber());
        LOG.log(levelOf(signal), "SIG{0} was ignored at start and is handled from now on", signal);
      }
      sun.misc.Signal.handle(raw, _ -> handler.accept(signal));
      return true;
    } catch (IllegalArgumentException | IOException refused) {
      LOG.log(Level.WARNING, "SIG{0} is not supported here: {1}", signal, refused.getMessage());
      return false;
    }
  }

  /// Whether the process belongs to the foreground of a terminal.
  ///
  /// @return false for a daemon, a background job and a process without a terminal
  public static boolean inTerminalForeground() {
    return Terminal.now().isForeground();
  }

  /// Whether a SIGHUP that has just come says that the terminal is going away, rather than that a
  /// daemon is to reload: so it is in the foreground of a terminal. The kernel takes a terminal
  /// that is closed away from its processes before it sends the signal; hence also where the
  /// program was started in the foreground of a terminal and has none any more.
  ///
  /// @return whether the signal means the end of the program
  public static boolean hangUpEndsTheProgram() {
    Terminal now = Terminal.now();
    return now.isForeground() || AT_START.isForeground() && !now.exists();
  }

  // Start scripts ignore SIGHUP on purpose for as long as the JVM cannot handle it.
  private static Level levelOf(Signal signal) {
    return signal == Signal.HUP ? Level.DEBUG : Level.INFO;
  }

  private static boolean isIgnored(int number) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("SigIgn:")) {
        long mask = Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
        return (mask >>> (number - 1) & 1) == 1;
      }
    }
    return false;
  }
}
