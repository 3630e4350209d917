package dev.perennial.launcher;

import java.util.concurrent.atomic.AtomicBoolean;

/// There is one launcher in a process at a time: two would both answer the same signals.
final class LauncherClaim {

  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  private LauncherClaim() {}

  static void take() {
    if (!TAKEN.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "there is a launcher in this process already; register all services with that one");
    }
  }

  static void release() {
    TAKEN.set(false);
  }
}
