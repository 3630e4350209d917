package dev.perennial.logging;

import dev.perennial.config.Config;
import dev.perennial.config.Live;
import dev.perennial.config.Subscription;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.WorkerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Sets up logging in every process of a program that registered [LogOptions].
public final class LoggingExtension implements WorkerExtension {

  private static final Logger LOG = System.getLogger("dev.perennial.logging");

  private Optional<Subscription> changes = Optional.empty();

  /// For the service loader.
  public LoggingExtension() {}

  // Only where it would write to the process's own output: the other ones belong to the users.
  @Override
  public void trainingRun(Config config) {
    if (config.has(LogOptions.class) && config.get(LogOptions.class).writesToOwnOutput()) {
      Logging.setupProcess(config, "training");
      LOG.log(Level.INFO, "this is what a record of a worker looks like");
      Logging.flush();
    }
  }

  @Override
  public void start(Config config, ProcessContext context) throws IOException {
    if (!config.has(LogOptions.class)) {
      return;
    }
    try {
      Logging.setupProcess(config, context.name());
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
    Live<LogOptions> options = config.live(LogOptions.class);
    changes =
        Optional.of(
            options.onChange("logging", (_, _) -> Logging.setupProcess(config, context.name())));
  }

  @Override
  public void reopenLogs() throws IOException {
    Logging.reopen();
  }

  @Override
  public void stop() {
    changes.ifPresent(Subscription::close);
    Logging.flush();
  }
}
