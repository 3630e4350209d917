package dev.perennial.logging;

import dev.perennial.config.Config;
import dev.perennial.config.Live;
import dev.perennial.config.OptionConflict;
import dev.perennial.config.Subscription;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.WorkerExtension;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// Sets up logging in every process of a program that registered [LogOptions].
public final class LoggingExtension implements WorkerExtension {

  private static final Logger LOG = System.getLogger("dev.perennial.logging");

  private List<Subscription> subscriptions = List.of();

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
  public void start(Config config, ProcessContext context) {
    if (!config.has(LogOptions.class)) {
      return;
    }
    Logging.setupProcess(config, context.name());
    Live<LogOptions> options = config.live(LogOptions.class);
    subscriptions =
        List.of(
            options.checkEvery((_, after) -> check(after)),
            options.onChange("logging", (_, _) -> Logging.setupProcess(config, context.name())));
  }

  // A process that is told to use what cannot be used would go on without any log.
  private static void check(LogOptions options) {
    if (options.logConfigAppend().isPresent()) {
      try {
        JdkConfiguration.read(options.logConfigAppend().get());
      } catch (IOException unusable) {
        throw new OptionConflict(String.valueOf(unusable.getMessage()), "log_config_append");
      }
    }
  }

  @Override
  public void reopenLogs() throws IOException {
    Logging.reopen();
  }

  @Override
  public void stop() {
    subscriptions.forEach(Subscription::close);
    Logging.flush();
  }
}
