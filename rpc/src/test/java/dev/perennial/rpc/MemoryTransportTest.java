package dev.perennial.rpc;

import dev.perennial.config.Config;
import java.util.UUID;

final class MemoryTransportTest extends TransportContract {

  private final String bus = UUID.randomUUID().toString();

  @Override
  protected Transport open() {
    Config config = Config.forTesting(RpcOptions.class).build();
    return Transport.open(TransportUrl.parse("memory://" + bus), config);
  }
}
