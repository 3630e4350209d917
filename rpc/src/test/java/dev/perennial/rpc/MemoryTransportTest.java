package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MemoryTransportTest extends TransportContract {

  private final String bus = UUID.randomUUID().toString();

  @Override
  protected Transport open() {
    Config config = Config.forTesting(RpcOptions.class).build();
    return Transport.open(TransportUrl.parse("memory://" + bus), config);
  }

  @Test
  void a_transport_that_was_closed_leaves_no_queue_that_nobody_reads() {
    Transport closed = open();
    closed.close();
    assertThrows(
        DeliveryException.class, () -> closed.listen(target().withServer("one"), 1, _ -> {}));
    RpcClient client = RpcClient.create(transport, target());
    assertThrows(UndeliverableException.class, () -> client.call("anything", Map.of()));
  }
}
