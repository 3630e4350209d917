package dev.perennial.launcher;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Says why a worker ended whose `main` never came to `await()`.
final class UnfinishedBoot {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static volatile boolean reachedAwait;

  private UnfinishedBoot() {}

  static void reachedAwait() {
    reachedAwait = true;
  }

  static void reportAtExit(WorkerEnvironment environment) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("unfinished-boot").unstarted(() -> report(environment)));
  }

  private static void report(WorkerEnvironment environment) {
    if (!reachedAwait) {
      String cause = "main ended before it called await()";
      LOG.log(Level.ERROR, "{0}/{1}: {2}", environment.service(), environment.slot(), cause);
      Worker.reportUnfinished(environment, cause);
    }
  }
}
