package dev.perennial.rpc.embedded;

import dev.perennial.config.Config;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportProvider;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.rpc.rabbitmq.RabbitTransportProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Makes transports to the embedded broker, for `embedded:`.
public final class EmbeddedTransportProvider implements TransportProvider {

  /// For the service loader.
  public EmbeddedTransportProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("embedded");
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(EmbeddedBrokerOptions.class);
  }

  @Override
  public Transport open(TransportUrl url, Config config) {
    if (!url.hosts().isEmpty() || !url.virtualHost().isEmpty()) {
      throw new InvalidUrlException(
          "transport_url = embedded: takes no host and no path; its address is found in"
              + " [embedded_broker] directory");
    }
    if (!url.query().isEmpty()) {
      throw new InvalidUrlException(
          "transport_url = embedded: takes no query; set its options in [oslo_messaging_rabbit]");
    }
    Path file = fileOf(config);
    return new EmbeddedTransport(
        config.get(RpcOptions.class),
        () -> RabbitTransportProvider.open(() -> BrokerAddress.find(file).url(), config));
  }

  @Override
  public Transport openForTraining(TransportUrl url, Config config) {
    return Transport.openForTraining(TransportUrl.parse("rabbit:///"), config);
  }

  private static Path fileOf(Config config) {
    try {
      return config.get(EmbeddedBrokerOptions.class).file();
    } catch (IllegalArgumentException unset) {
      throw new InvalidUrlException("transport_url: " + unset.getMessage());
    }
  }
}
