package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.process.Systemd;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/// Tells of the start of a program: its log, systemd, and whoever asked to hear of it.
final class StartReport {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final Config config;
  private Consumer<List<RunningService>> readyAction = _ -> {};

  StartReport(Config config) {
    this.config = config;
  }

  /// Has something done beside what was asked for before.
  void whenReady(Consumer<List<RunningService>> action) {
    readyAction = readyAction.andThen(action);
  }

  /// Logs the options, if they say so themselves.
  void options() {
    if (config.get(ServiceOptions.class).logOptions()) {
      config.logOptions(LOG, Level.DEBUG);
    }
  }

  /// All services are ready for the first time.
  void ready(List<RunningService> services) {
    Systemd.from(System.getenv()).ready();
    LOG.log(Level.INFO, "all services are ready");
    readyAction.accept(services);
  }
}
