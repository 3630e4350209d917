package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SaslConfig;
import dev.perennial.config.Secret;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.TransportUrl;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Makes connections to the hosts of a URL, one after the other until one answers. The URL is asked
/// for again each time.
///
/// Belongs to the transport; each link has its own order of hosts.
final class Connector {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LARGEST_MESSAGE = 512 << 20;
  private static final TransportUrl.Host GUEST =
      new TransportUrl.Host("localhost", OptionalInt.empty(), Optional.empty(), Optional.empty());

  private final Supplier<TransportUrl> address;
  private final RabbitOptions options;
  private final InlineExecutor executor = new InlineExecutor();
  private final List<TransportUrl.Host> hosts = new ArrayList<>();
  private final Cork cork = new Cork();
  private final Duration patience;
  private TransportUrl url;
  private volatile String host;

  Connector(Supplier<TransportUrl> address, RabbitOptions options) {
    this(address, options, PATIENCE);
  }

  /// @param patience how long the broker may take to answer a question on a channel
  Connector(Supplier<TransportUrl> address, RabbitOptions options, Duration patience) {
    this.address = address;
    this.options = options;
    this.patience = patience;
    this.url = address.get();
    takeHosts();
    this.host = shown(hosts.getFirst());
    if (options.ssl()) {
      TlsClient.context(options);
    }
    if (options.rabbitLoginMethod().equalsIgnoreCase("RABBIT-CR-DEMO")) {
      throw new InvalidUrlException(
          "rabbit_login_method: RABBIT-CR-DEMO is not offered here; use AMQPLAIN, PLAIN or"
              + " EXTERNAL");
    }
  }

  /// Under which the messages of the connection are written.
  Cork cork() {
    return cork;
  }

  /// Where a connection leads to, or was tried last, or will be tried first.
  String host() {
    return host;
  }

  /// Connects.
  ///
  /// @throws Exception the failure of the last host, when none answered
  Connection connect(String purpose) throws Exception {
    TransportUrl newest = address.get();
    if (!newest.equals(url)) {
      url = newest;
      takeHosts();
    }
    if (options.kombuFailoverStrategy().equals("shuffle")) {
      Collections.shuffle(hosts);
    }
    Exception last = new TimeoutException("no host");
    for (TransportUrl.Host host : List.copyOf(hosts)) {
      this.host = shown(host);
      try {
        return factory(host).newConnection(List.of(address(host)), name(purpose));
      } catch (Exception failure) {
        last = withHint(failure);
        Collections.rotate(hosts, -1); // the next attempt begins behind it
      } catch (Error broken) {
        cork.cut(); // the AMQP library leaves its socket as it is
        throw broken;
      }
    }
    throw last;
  }

  private void takeHosts() {
    hosts.clear();
    hosts.addAll(url.hosts().isEmpty() ? List.of(GUEST) : url.hosts());
    Collections.shuffle(hosts);
  }

  // A broker that wants a certificate may end the handshake without a word.
  private Exception withHint(Exception failure) {
    boolean silent = failure instanceof SocketException && !(failure instanceof ConnectException);
    return silent && options.ssl() && options.sslCertFile().isEmpty()
        ? new SSLException(
            failure.getMessage()
                + "; if the broker wants certificates of its clients, set ssl_cert_file and"
                + " ssl_key_file",
            failure)
        : failure;
  }

  private ConnectionFactory factory(TransportUrl.Host host) throws Exception {
    ConnectionFactory factory = cork.factory();
    factory.setUsername(host.user().orElse("guest"));
    factory.setPassword(host.password().map(Secret::reveal).orElse("guest"));
    factory.setVirtualHost(url.virtualHost().isEmpty() ? "/" : url.virtualHost());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(HANDSHAKE_MILLIS);
    factory.setShutdownTimeout(HANDSHAKE_MILLIS);
    factory.setChannelRpcTimeout(Math.toIntExact(patience.toMillis()));
    factory.setRequestedHeartbeat(options.heartbeatTimeoutThreshold());
    factory.setMaxInboundMessageBodySize(LARGEST_MESSAGE);
    factory.setSharedExecutor(executor);
    factory.setSaslConfig(login());
    factory.setExceptionHandler(new LoggingExceptionHandler());
    if (options.ssl()) {
      TlsClient.configure(factory, options);
    } else {
      cork.letVirtualThreadsWrite(factory);
    }
    return factory;
  }

  private SaslConfig login() {
    return switch (options.rabbitLoginMethod().toUpperCase(Locale.ROOT)) {
      case "PLAIN" -> DefaultSaslConfig.PLAIN;
      case "EXTERNAL" -> DefaultSaslConfig.EXTERNAL;
      default -> new AmqPlain();
    };
  }

  private static String shown(TransportUrl.Host host) {
    return new TransportUrl.Host(
            name(host), OptionalInt.of(port(host)), Optional.empty(), Optional.empty())
        .toString();
  }

  // By TLS a name has to stay what the certificate calls it.
  private Address address(TransportUrl.Host host) {
    String name = name(host);
    boolean numeric = name.equals("localhost") && !options.ssl();
    return new Address(numeric ? "127.0.0.1" : name, port(host));
  }

  private static String name(TransportUrl.Host host) {
    return host.name().isEmpty() ? "localhost" : host.name();
  }

  private static int port(TransportUrl.Host host) {
    return host.port().orElse(5672);
  }

  private static String name(String purpose) {
    return "perennial:" + ProcessHandle.current().pid() + ":" + purpose.replace(' ', '-');
  }
}
