package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.WorkerExtension;
import java.util.Optional;

/// Opens the backdoor of every process that runs services. A supervisor has none: with one port for
/// all it would take it from its workers.
public final class BackdoorExtension implements WorkerExtension {

  private Optional<Backdoor> open = Optional.empty();

  /// For the service loader.
  public BackdoorExtension() {}

  @Override
  public void start(Config config, ProcessContext context) {
    if (context.role() != ProcessContext.Role.SUPERVISOR && isRegistered(config)) {
      open = Backdoor.initializeIfEnabled(config);
    }
  }

  private static boolean isRegistered(Config config) {
    try {
      config.get(BackdoorOptions.class);
      return true;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  @Override
  public void stop() {
    open.ifPresent(Backdoor::close);
  }
}
