package dev.perennial.config;

import java.io.PrintStream;
import java.util.function.IntConsumer;

/// Tells of an [OperatorMistake] that ends the thread on which a program was loaded: by its message
/// on standard error and its exit status, as [ConfigBuilder#loadOrExit] tells of those that it
/// finds. Everything else goes the way of the JVM.
///
/// A launcher takes its place.
public final class MistakesOfMain implements Thread.UncaughtExceptionHandler {

  private final Config config;
  private final PrintStream errors;
  private final IntConsumer exit;

  MistakesOfMain(Config config, PrintStream errors, IntConsumer exit) {
    this.config = config;
    this.errors = errors;
    this.exit = exit;
  }

  /// From now on; not for a thread whose exceptions the program handles itself.
  static void tell(Config config, Thread main) {
    boolean isOurs = main.getUncaughtExceptionHandler() == main.getThreadGroup();
    if (isOurs && Thread.getDefaultUncaughtExceptionHandler() == null) {
      main.setUncaughtExceptionHandler(new MistakesOfMain(config, System.err, System::exit));
    }
  }

  @Override
  public void uncaughtException(Thread main, Throwable failure) {
    if (failure instanceof OperatorMistake mistake) {
      errors.println(config.secretMask().apply(String.valueOf(failure.getMessage())));
      exit.accept(mistake.exitStatus());
    } else {
      main.getThreadGroup().uncaughtException(main, failure);
    }
  }
}
