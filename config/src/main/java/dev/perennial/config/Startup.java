package dev.perennial.config;

import java.util.List;
import java.util.Optional;

/// How a program's attempt to load its configuration ended.
///
/// Each knows what follows from it: a pattern switch would cost every start 50 ms of CPU, because
/// the JVM makes its code anew each time.
sealed interface Startup {

  /// For a caller who wants an exception.
  Config orThrow();

  /// For a program that ends when it cannot run.
  Config orExit();

  /// It can run.
  record Ready(Config config) implements Startup {
    @Override
    public Config orThrow() {
      return config;
    }

    @Override
    public Config orExit() {
      MistakesOfMain.tell(config, Thread.currentThread());
      return config;
    }
  }

  /// It was asked a question, and this is the answer.
  record Answered(String text) implements Startup {
    @Override
    public Config orThrow() {
      throw new ConfigException(
          List.of(
              new ConfigError(
                  ConfigError.Kind.USAGE,
                  Optional.empty(),
                  "--help and --version are not answered here",
                  "")));
    }

    @Override
    public Config orExit() {
      System.out.println(text.stripTrailing());
      System.exit(0);
      throw new IllegalStateException("the program is ending");
    }
  }

  /// It cannot run, for these reasons.
  record Refused(int status, List<ConfigError> errors) implements Startup {
    @Override
    public Config orThrow() {
      throw new ConfigException(errors);
    }

    @Override
    public Config orExit() {
      new ConfigException(errors).printAndExit();
      throw new IllegalStateException("the program is ending");
    }
  }
}
