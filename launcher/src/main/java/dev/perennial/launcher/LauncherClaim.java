package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/// There is one launcher in a process at a time: two would both answer the same signals.
final class LauncherClaim {

  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  /// What a launcher does from its `await()` to the end of its services.
  @FunctionalInterface
  interface Run {
    int run() throws IOException, InterruptedException;
  }

  private LauncherClaim() {}

  static void take() {
    if (!TAKEN.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "there is a launcher in this process already; register all services with that one");
    }
  }

  /// Does what the claim was taken for, and releases it.
  ///
  /// @param config whose secrets are masked in what is told
  /// @return the exit code: 1 if it could not be done, which has been told in one line, or what a
  ///   configuration that cannot be used exits with
  static int fulfil(Config config, Run run) {
    try {
      return run.run();
    } catch (IOException mistake) {
      Complaint.tell(config.secretMask().apply(String.valueOf(mistake.getMessage())));
      return 1;
    } catch (ConfigException refused) {
      Complaint.tell(String.valueOf(refused.getMessage()));
      return refused.exitStatus();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      release();
    }
  }

  static void release() {
    TAKEN.set(false);
  }
}
