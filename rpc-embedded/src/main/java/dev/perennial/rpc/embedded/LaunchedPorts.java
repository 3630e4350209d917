package dev.perennial.rpc.embedded;

import java.util.Optional;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;

/// The ports of a broker that is being started: it calls itself active also without one that it
/// could not bind.
final class LaunchedPorts extends SystemLauncherListener.DefaultSystemLauncherListener {

  // Told by a thread of the broker.
  private volatile Optional<SystemConfig<?>> system = Optional.empty();

  @Override
  public void onContainerResolve(SystemConfig<?> resolved) {
    system = Optional.of(resolved);
  }

  /// Whether it listens, once it has started.
  boolean areOpen() {
    return system.map(SystemConfig::getContainer).stream()
        .anyMatch(started ->
            started instanceof Broker<?> broker
                && broker.getPorts().stream().allMatch(port -> port.getState() == State.ACTIVE));
  }
}
