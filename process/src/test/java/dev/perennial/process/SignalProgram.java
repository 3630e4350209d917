package dev.perennial.process;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Says what it can handle, then which signals arrive, until TERM.
final class SignalProgram {

  private SignalProgram() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("foreground " + Signals.inTerminalForeground());
    BlockingQueue<Signal> arrived = new LinkedBlockingQueue<>();
    for (Signal signal : Signal.values()) {
      System.out.println(signal + " " + Signals.handle(signal, arrived::add));
    }
    System.out.println("pid " + ProcessHandle.current().pid());
    if (arguments.length > 0) {
      return;
    }
    Signal signal;
    do {
      signal = arrived.take();
      System.out.println("got " + signal);
    } while (signal != Signal.TERM);
  }
}
