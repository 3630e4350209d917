package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import java.util.List;
import java.util.Optional;

/// A conductor within the process that trains the cache of the API's workers: asked over a message
/// bus like the real one, but it has no instances and no database.
final class TrainingConductor implements Conductor {

  private TrainingConductor() {}

  /// Starts it, for as long as the process lives.
  ///
  /// @param config names the message bus
  /// @return how others see it
  static Conductor start(Config config) {
    Transport transport = Transport.openForTraining(config);
    RpcServer.builder(transport, Target.of(RemoteConductor.TOPIC).withServer("training"))
        .endpoint(new TrainingConductor())
        .build()
        .start();
    return RemoteConductor.on(transport);
  }

  @Override
  public VnfInstance createVnfInstance(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public VnfInstance getVnfInstance(String id) {
    throw new UnknownInstanceException(id);
  }

  @Override
  public List<VnfInstance> listVnfInstances(
      int limit, Optional<String> marker, Optional<VnfInstance.State> state) {
    return List.of();
  }

  @Override
  public void deleteVnfInstance(String id) {
    throw new UnknownInstanceException(id);
  }

  @Override
  public VnfInstance healVnfInstance(String id) {
    throw new UnknownInstanceException(id);
  }
}
