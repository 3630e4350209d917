package dev.perennial.rpc.embedded;

import dev.perennial.config.Config;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportContract;
import dev.perennial.rpc.TransportProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract of transports on the broker inside this process.
final class EmbeddedContractTest extends TransportContract {

  @TempDir private static Path directory;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new EmbeddedBroker(config());
    broker.start();
  }

  @AfterAll
  static void stopBroker() {
    broker.stop();
  }

  @Override
  protected Transport open() {
    return Transport.open(config());
  }

  private static Config config() {
    return Config.forTesting(TransportProvider.optionGroups())
        .set("DEFAULT", "transport_url", "embedded:")
        .set("embedded_broker", "directory", directory.toString())
        .build();
  }
}
