package dev.perennial.tests.system;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.logging.Logging;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Service;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The service of `oslo.service`'s guide that reloads its logging: it does nothing else.
final class FooService implements Service {

  private static final Logger LOG = System.getLogger(FooService.class.getName());

  private final Config config;

  FooService(Config config) {
    this.config = config;
  }

  @Override
  public void start() {
    LOG.log(Level.INFO, "foo starts");
  }

  @Override
  public void drain(Deadline deadline) {}

  @Override
  public void stop() {}

  @Override
  public boolean awaitStopped(Deadline deadline) {
    return true;
  }

  @Override
  public void reset(ConfigChange change) {
    Logging.setup(config, "foo");
    LOG.log(Level.DEBUG, "foo was reset");
  }
}
