package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.MistakesOfMain;
import dev.perennial.config.OperatorMistake;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Says why a program ended whose `main` made a launcher and never came to `await()`: it returned
/// early, or threw.
///
/// In a worker the supervisor is told. In any other process nothing has been started: one line is
/// told and the exit code is 1, whatever it would have been, or what a configuration that cannot be
/// used exits with.
final class UnfinishedBoot {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final String EARLY = "main ended before it called await()";

  // The thread on which the JVM waits for the last thread of a program whose main has ended.
  private static final String JVM_END = "DestroyJavaVM";

  private static volatile Optional<Config> used = Optional.empty();
  private static volatile boolean reachedAwait;
  private static volatile Optional<String> thrown = Optional.empty();
  private static volatile int exitCode = 1;
  private static volatile Optional<Thread> watch = Optional.empty();

  private UnfinishedBoot() {}

  /// Begins to watch; the caller's thread is the one that `main` runs on.
  ///
  /// @param config whose secrets are masked in what `main` throws
  static void watch(Config config, Optional<WorkerEnvironment> worker) {
    used = Optional.of(config);
    reachedAwait = false;
    explainWhatMainThrows();
    worker.ifPresentOrElse(UnfinishedBoot::reportAtExit, UnfinishedBoot::watchForTheEnd);
  }

  /// All is well from now on.
  static void reachedAwait() {
    reachedAwait = true;
    watch.ifPresent(Thread::interrupt);
    Thread main = Thread.currentThread();
    if (main.getUncaughtExceptionHandler() instanceof Explanation) {
      main.setUncaughtExceptionHandler(null);
    }
  }

  /// Has an exception that ends this thread told in one line, unless the program handles such
  /// exceptions itself.
  static void explainWhatMainThrows() {
    Thread main = Thread.currentThread();
    Thread.UncaughtExceptionHandler present = main.getUncaughtExceptionHandler();
    boolean isOurs = present == main.getThreadGroup() || present instanceof MistakesOfMain;
    if (isOurs && Thread.getDefaultUncaughtExceptionHandler() == null) {
      main.setUncaughtExceptionHandler(new Explanation());
    }
  }

  private static final class Explanation implements Thread.UncaughtExceptionHandler {
    @Override
    public void uncaughtException(Thread main, Throwable failure) {
      thrown = Optional.of(inWords(failure));
      if (failure instanceof OperatorMistake mistake) {
        exitCode = mistake.exitStatus();
      }
      if (WorkerEnvironment.from(System.getenv()).isEmpty()) {
        Complaint.tell(thrown.orElseThrow());
      }
      LOG.log(Level.TRACE, "thrown by main", failure);
    }
  }

  private static String inWords(Throwable failure) {
    boolean isMistake = failure instanceof LaunchMistake || failure instanceof OperatorMistake;
    String text =
        isMistake ? String.valueOf(failure.getMessage()) : "main threw " + OneLine.of(failure);
    return used.map(config -> config.secretMask().apply(text)).orElse(text);
  }

  private static void reportAtExit(WorkerEnvironment environment) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("unfinished-boot").unstarted(() -> report(environment)));
  }

  private static void report(WorkerEnvironment environment) {
    if (!reachedAwait) {
      SupervisorLink.sayUnfinished(environment, thrown.orElse(EARLY));
    }
  }

  // No daemon: the JVM would end without it, and with the exit code 0.
  private static void watchForTheEnd() {
    Thread main = Thread.currentThread();
    watch.ifPresent(Thread::interrupt);
    watch =
        Optional.of(
            Thread.ofPlatform()
                .name("unfinished-boot")
                .daemon(false)
                .start(() -> failWithoutThreads(main)));
  }

  private static void failWithoutThreads(Thread main) {
    try {
      // Another thread than main's may be about to call await().
      for (Optional<Thread> other = Optional.of(main); other.isPresent(); other = lastingThread()) {
        other.get().join();
      }
    } catch (InterruptedException awaited) {
      return;
    }
    if (thrown.isEmpty()) {
      Complaint.tell(EARLY + ": no service was started");
    }
    System.exit(exitCode);
  }

  private static Optional<Thread> lastingThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && thread != Thread.currentThread())
        .filter(thread -> !thread.getName().equals(JVM_END))
        .findFirst();
  }
}
