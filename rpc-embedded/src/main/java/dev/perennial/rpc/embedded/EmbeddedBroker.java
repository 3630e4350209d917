package dev.perennial.rpc.embedded;

import dev.perennial.config.Config;
import dev.perennial.config.Secret;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Replacement;
import dev.perennial.service.Service;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

/// A message broker as a service, for programs without one of their own.
///
/// Launch it before the services that use it, with one worker. It is [Replacement#EXCLUSIVE]: a
/// reload leaves it alone unless its own options changed. Its drain does nothing, because who uses
/// it is drained before it.
public final class EmbeddedBroker implements Service {

  /// The name by which operators see it.
  public static final String NAME = "embedded-broker";

  private static final Logger LOG = System.getLogger("dev.perennial.rpc.embedded");

  private final Config config;

  // Empty ──start──► running ──stop──► empty. Guarded by the monitor.
  private Optional<SystemLauncher> broker = Optional.empty();

  /// Describes a broker.
  ///
  /// @param config has [EmbeddedBrokerOptions]
  public EmbeddedBroker(Config config) {
    this.config = config;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Replacement replacement() {
    return Replacement.EXCLUSIVE;
  }

  @Override
  public List<Class<? extends Record>> optionGroups() {
    return List.of(EmbeddedBrokerOptions.class);
  }

  /// Starts the broker where it was before, or at a new address, and leaves that for its clients.
  ///
  /// @throws IOException if the file with the address cannot be written
  @Override
  public synchronized void start() throws Exception {
    if (broker.isPresent()) {
      return;
    }
    Path file = config.get(EmbeddedBrokerOptions.class).file();
    Optional<BrokerAddress> before = BrokerAddress.read(file);
    int port =
        LoopbackPorts.find(
            before.map(address -> OptionalInt.of(address.port())).orElse(OptionalInt.empty()));
    Secret password = before.map(BrokerAddress::password).orElseGet(BrokerAddress::newPassword);
    BrokerAddress address = new BrokerAddress(port, password);
    SystemLauncher launcher = new SystemLauncher();
    launcher.startup(attributes(address));
    broker = Optional.of(launcher);
    address.write(file);
    LOG.log(Level.INFO, "embedded broker listens on {0}:{1,number,#}", BrokerAddress.HOST, port);
  }

  @Override
  public void drain(Deadline deadline) {}

  @Override
  public synchronized void stop() {
    broker.ifPresent(SystemLauncher::shutdown);
    broker = Optional.empty();
  }

  @Override
  public boolean awaitStopped(Deadline deadline) {
    return true;
  }

  private static Map<String, Object> attributes(BrokerAddress address) {
    URL description = EmbeddedBroker.class.getResource("broker.json");
    return Map.of(
        SystemConfig.TYPE,
        "Memory",
        SystemConfig.INITIAL_CONFIGURATION_LOCATION,
        Objects.requireNonNull(description, "a resource of this class").toExternalForm(),
        SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
        "false",
        SystemConfig.CONTEXT,
        Map.of(
            "perennial.host",
            BrokerAddress.HOST,
            "perennial.port",
            Integer.toString(address.port()),
            "perennial.user",
            BrokerAddress.USER,
            "perennial.password",
            address.password().reveal(),
            // Python's clients and ours declare queues with RabbitMQ's own arguments.
            "queue.behaviourOnUnknownDeclareArgument",
            "IGNORE"));
  }
}
