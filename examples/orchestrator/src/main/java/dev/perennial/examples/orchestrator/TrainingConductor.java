package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.http.Request;
import dev.perennial.http.Response;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.RpcServer;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import java.util.List;
import java.util.Optional;

/// Answers a request of the API's training run as a worker would, but asks a conductor within the
/// process, which has no instances and no database.
final class TrainingConductor implements Conductor {

  private TrainingConductor() {}

  static Response answer(Request request) throws Exception {
    Config config =
        Config.forTesting(RpcOptions.class)
            .set("DEFAULT", "transport_url", "memory://training")
            .build();
    try (Transport transport = Transport.open(config)) {
      RpcServer server =
          RpcServer.builder(transport, Target.of(RemoteConductor.TOPIC).withServer("training"))
              .endpoint(new TrainingConductor())
              .build();
      server.start();
      try {
        return VnfInstancesApi.routes(RemoteConductor.on(transport)).handle(request);
      } finally {
        server.stop();
      }
    }
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
  public List<VnfInstance> listVnfInstances(int limit, Optional<String> marker) {
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
