package dev.perennial.rpc;

import dev.perennial.config.Config;
import java.util.Set;

/// Makes transports within one process, for `memory://NAME` and `fake://NAME`.
public final class MemoryTransportProvider implements TransportProvider {

  /// For the service loader.
  public MemoryTransportProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory", "fake");
  }

  @Override
  public Transport open(TransportUrl url, Config config) {
    return new MemoryTransport(MemoryBus.named(url.toString()), config.get(RpcOptions.class));
  }
}
