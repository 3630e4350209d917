package dev.perennial.launcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.config.Config;
import dev.perennial.config.HostPort;
import dev.perennial.process.ListeningSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Answers `GET /metrics` of a monitoring system, apart from the program's own services: it works
/// while no worker does. Only for this machine, because it asks nobody who they are.
final class AdminListener implements AutoCloseable {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final String USE_LOOPBACK = "use 127.0.0.1 or [::1]";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private AdminListener(HttpServer server) {
    this.server = server;
  }

  /// @return nothing unless `admin_listen` is set
  /// @throws IOException in words for an operator, if nobody can listen there
  static Optional<AdminListener> startIfWanted(Config config, MetricsBoard metrics)
      throws IOException {
    Optional<HostPort> where = config.get(LauncherOptions.class).adminListen();
    return where.isPresent() ? Optional.of(start(where.get(), metrics::text)) : Optional.empty();
  }

  /// @param metrics makes the text; called by several threads
  /// @throws IOException in words for an operator, if nobody can listen there
  static AdminListener start(HostPort where, Supplier<String> metrics) throws IOException {
    AdminListener listener = new AdminListener(bind(where));
    listener.server.setExecutor(listener.threads);
    listener.server.createContext("/", exchange -> answer(exchange, metrics));
    listener.server.start();
    LOG.log(Level.INFO, "metrics are at http://{0}/metrics", listener.address());
    return listener;
  }

  private static HttpServer bind(HostPort where) throws IOException {
    String option = "[launcher] admin_listen = " + where + ": ";
    InetAddress address;
    try {
      address = InetAddress.getByName(where.host());
    } catch (IOException unknown) {
      throw new IOException(option + "there is no host of this name; " + USE_LOOPBACK, unknown);
    }
    if (!address.isLoopbackAddress()) {
      throw new IOException(
          option + "everybody could read it there; " + USE_LOOPBACK + ", and a proxy in front");
    }
    try {
      return HttpServer.create(new InetSocketAddress(address, where.port()), 0);
    } catch (IOException refused) {
      throw new IOException(option + inWords(where, refused), refused);
    }
  }

  // Who is in the way is found out when a socket of our own is refused likewise.
  private static String inWords(HostPort where, IOException refused) {
    try (ListeningSocket _ = ListeningSocket.bind(ListenAddress.tcp(where.host(), where.port()))) {
      return String.valueOf(refused.getMessage());
    } catch (IOException explained) {
      return String.valueOf(explained.getMessage());
    }
  }

  /// Where it listens, with the port that was taken.
  HostPort address() {
    InetSocketAddress bound = server.getAddress();
    return new HostPort(bound.getAddress().getHostAddress(), bound.getPort());
  }

  private static void answer(HttpExchange exchange, Supplier<String> metrics) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      if (!isHead && !exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", MetricsText.MEDIA_TYPE);
      if (isHead) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      byte[] text = metrics.get().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
