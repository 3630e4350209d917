package dev.perennial.benchmarks;

import dev.perennial.config.Config;
import dev.perennial.logging.LogOptions;
import dev.perennial.logging.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Ways to write the same line into a file: time, pid, level, logger, message.
enum LoggingKind {
  PERENNIAL {
    @Override
    Consumer<String> open(Path file) {
      Logging.setup(
          Config.forTesting(LogOptions.class).set("DEFAULT", "log_file", file.toString()).build(),
          "benchmark");
      System.Logger logger = System.getLogger(NAME);
      return text -> logger.log(System.Logger.Level.INFO, text);
    }

    @Override
    void close() {
      Logging.flush();
    }
  },
  JDK {
    @Override
    Consumer<String> open(Path file) throws IOException {
      System.setProperty(
          "java.util.logging.SimpleFormatter.format",
          "%1$tF %1$tT.%1$tL " + ProcessHandle.current().pid() + " %4$s %3$s [-] %5$s%6$s%n");
      Logger root = Logger.getLogger("");
      for (java.util.logging.Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      FileHandler handler = new FileHandler(file.toString(), true);
      handler.setFormatter(new SimpleFormatter());
      root.addHandler(handler);
      root.setLevel(Level.INFO);
      System.Logger logger = System.getLogger(NAME);
      return text -> logger.log(System.Logger.Level.INFO, text);
    }
  },
  LOGBACK {
    @Override
    Consumer<String> open(Path file) {
      return LogbackFile.open(NAME, file);
    }
  },
  LOGBACK_ASYNC {
    @Override
    Consumer<String> open(Path file) {
      return LogbackFile.openAsync(NAME, file);
    }
  };

  private static final String NAME = "dev.perennial.benchmarks";

  /// Opens the file, and returns what writes a line to it.
  abstract Consumer<String> open(Path file) throws IOException;

  /// Writes what is left.
  void close() {}
}
