package dev.perennial.rpc.rabbitmq;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.GroupBuilder;
import dev.perennial.config.OptionState;
import dev.perennial.rpc.DeliveryException;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.RpcOptions;
import dev.perennial.rpc.Transport;
import dev.perennial.rpc.TransportProvider;
import dev.perennial.rpc.TransportUrl;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Makes transports to RabbitMQ, for `rabbit://…` and `kombu://…`.
public final class RabbitTransportProvider implements TransportProvider {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  /// For the service loader.
  public RabbitTransportProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("rabbit", "kombu");
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(RabbitOptions.class);
  }

  @Override
  public Transport open(TransportUrl url, Config config) {
    return open(() -> url, config);
  }

  /// Opens a transport to a broker whose address may change.
  ///
  /// @param url asked for before each connection; what it throws is a failed attempt. Only the
  ///   first one's query counts
  /// @param config has [#groups()]
  /// @return the transport, not connected yet
  public static Transport open(Supplier<TransportUrl> url, Config config) {
    return new RabbitTransport(url, config.get(RpcOptions.class), optionsOf(url.get(), config));
  }

  // By TLS the broker needs a key; then what goes through it is left out.
  @Override
  public Transport openForTraining(TransportUrl url, Config config) {
    RabbitOptions options = config.get(RabbitOptions.class);
    if (options.ssl()) {
      return TransportProvider.super.openForTraining(url, config);
    }
    try {
      LoopbackBroker broker = new LoopbackBroker(); // ends with the process
      TransportUrl here = TransportUrl.parse("rabbit://training@127.0.0.1:" + broker.port() + "/");
      return open(here, config.get(RpcOptions.class), options);
    } catch (IOException none) {
      throw new DeliveryException("the training run has no port for its broker", none);
    }
  }

  /// Opens a transport with options that come from elsewhere than a configuration.
  ///
  /// @param url where to; its query does not count
  /// @param rpc options of remote calls
  /// @param rabbit options of RabbitMQ
  /// @return the transport, not connected yet
  public static Transport open(TransportUrl url, RpcOptions rpc, RabbitOptions rabbit) {
    return new RabbitTransport(() -> url, rpc, rabbit);
  }

  private static RabbitOptions optionsOf(TransportUrl url, Config config) {
    List<String> set = new ArrayList<>(url.query().keySet());
    GroupBuilder<RabbitOptions> builder = Config.of(RabbitOptions.class);
    for (OptionState option : config.options()) {
      if (option.section().equals(RabbitOptions.SECTION) && !option.isDefault()) {
        builder.set(option.name(), option.text());
        set.add(option.name());
      }
    }
    try {
      url.query().forEach(builder::set);
      RabbitOptions options =
          url.query().isEmpty() ? config.get(RabbitOptions.class) : builder.build();
      warn(set);
      return options;
    } catch (IllegalArgumentException | ConfigException wrong) {
      throw new InvalidUrlException("transport_url: " + wrong.getMessage());
    }
  }

  private static void warn(List<String> set) {
    for (String option : set) {
      if (RabbitOptions.WITHOUT_EFFECT.contains(option)) {
        LOG.log(
            Level.WARNING,
            "[" + RabbitOptions.SECTION + "] " + option + " has no effect in this program");
      }
    }
  }
}
