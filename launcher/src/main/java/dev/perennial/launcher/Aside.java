package dev.perennial.launcher;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Runs what may block beside the thread that decides, each on a thread of its own. Not a virtual
/// one: what hangs in a file occupies a carrier, and the control socket needs them. Only where the
/// machine has no thread left it is one, for what is to be done here must be done.
///
/// @param threads of what kind they are
record Aside(Supplier<Thread.Builder> threads) implements Executor {

  Aside() {
    this(LineChannel::ownThread);
  }

  @Override
  public void execute(Runnable task) {
    try {
      threads.get().name("aside").start(task);
    } catch (OutOfMemoryError noThread) {
      Thread.ofVirtual().name("aside").start(task);
    }
  }
}
