package dev.perennial.http;

import dev.perennial.schedule.InFlight;
import dev.perennial.schedule.WorkInFlight;
import dev.perennial.tls.TlsContext;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/// Jetty, set up for one run of a service, from its start to its stop.
final class Engine implements InFlight.Source {

  // An escaped slash or percent sign may stand in a path parameter: the router decodes each segment
  // once and after it has cut the path, so there is nothing ambiguous about it.
  private static final UriCompliance URIS =
      UriCompliance.DEFAULT.with(
          "PERENNIAL", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING);

  private final EngineThreads threads = new EngineThreads();
  private final DrainWatch watch = new DrainWatch();
  private final Server server;
  private final SharedSocketConnector connector;
  private final Optional<AccessLogFile> accessLog;

  Engine(Answers answers, HttpOptions options, RequestCount count, Optional<TlsContext> tls)
      throws IOException {
    accessLog = AccessLogFile.open(options.accessLog(), count.lostLines());
    Scheduler timer = new ScheduledExecutorScheduler("http-timer", true);
    server = new Server(threads, timer, null);
    connector =
        new SharedSocketConnector(
            server,
            watch,
            threads,
            answers.nonBlocking().isPresent() ? new SelectorThread(threads) : threads,
            options.timeouts(),
            count.ends(),
            protocol(options, tls));
    server.addConnector(connector);
    server.addBean(new SlowClients(connector::watched, timer, options.timeouts()));
    server.setHandler(new JettyHandler(answers, options, watch, count));
    server.setErrorHandler(new JettyErrors(count));
    server.setRequestLog(new AccessLog(accessLog, options.logFormat()));
  }

  /// What is spoken on a connection: the one place for TLS, HTTP/2 and what comes after them.
  private static ConnectionFactory protocol(HttpOptions options, Optional<TlsContext> tls) {
    ConnectionFactory http = new HttpConnectionFactory(configuration(options));
    return tls.isPresent() ? new TlsConnectionFactory(tls.get(), http) : http;
  }

  private static HttpConfiguration configuration(HttpOptions options) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setSendDateHeader(true);
    // It saves a little CPU, and costs 90 KB for every connection with more than one request.
    configuration.setHeaderCacheSize(0);
    configuration.setRequestHeaderSize(options.limits().headBytes());
    // From the start: when the engine begins a head anew with more room, it has forgotten that the
    // client wants the connection closed.
    configuration.setResponseHeaderSize(configuration.getMaxResponseHeaderSize());
    configuration.setPersistentConnectionsEnabled(options.keepAlive());
    configuration.setUriCompliance(URIS);
    return configuration;
  }

  void start() throws Exception {
    try {
      server.start();
      InFlight.ofProcess().add(this);
    } catch (Exception failure) {
      stop();
      throw failure;
    }
  }

  void adopt(SocketChannel connection) {
    connector.adopt(connection);
  }

  DrainWatch watch() {
    return watch;
  }

  /// Whether accepted connections are on their way into the engine.
  boolean hasArriving() {
    return connector.hasArriving();
  }

  /// The connections, some of which may have just been closed.
  Collection<EndPoint> connections() {
    return connector.getConnectedEndPoints();
  }

  @Override
  public List<WorkInFlight> inFlight() {
    return connections().stream()
        .filter(HttpEndPoint.class::isInstance)
        .flatMap(connection -> ((HttpEndPoint) connection).exchanges().stream())
        .map(Exchange::inFlight)
        .toList();
  }

  /// Closes all connections, after a word to those that wait for an answer, and interrupts all
  /// handlers.
  void stop() {
    watch.cutOff(() -> connections().forEach(Engine::cutOff));
    try {
      server.stop();
    } catch (Exception failure) {
      System.getLogger("dev.perennial.http")
          .log(System.Logger.Level.WARNING, "the HTTP engine did not stop cleanly", failure);
    } finally {
      // Last, because the engine still runs work of its own on these threads while it stops.
      threads.stop();
      accessLog.ifPresent(AccessLogFile::close);
    }
  }

  private static void cutOff(EndPoint connection) {
    if (connection instanceof HttpEndPoint endPoint) {
      endPoint.cutOff();
    } else {
      connection.close();
    }
  }

  /// Waits until no handler is left.
  ///
  /// @return whether all have ended
  boolean awaitEnd(long nanos) throws InterruptedException {
    return threads.awaitEnd(nanos);
  }
}
