package dev.perennial.benchmarks;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import tools.jackson.databind.json.JsonMapper;

/// The engine of `http` without Perennial: Jetty's core with its own defaults, without access log
/// and request ids, in one process. Arguments: the kind of threads, the port or `unix:` and the
/// path of a socket, and for TLS a certificate and its key.
final class JettyProgram {

  // Held, because the JDK forgets the level of a logger that nobody holds.
  private static final Logger ENGINE = Logger.getLogger("org.eclipse.jetty");

  private JettyProgram() {}

  /// The two ways to have requests handled by virtual threads.
  enum Threads {
    /// What Jetty's programming guide prefers: a pool of platform threads for the engine, virtual
    /// threads for what may block.
    GUIDE("a QueuedThreadPool with a VirtualThreadPool for what may block") {
      @Override
      ThreadPool pool() {
        QueuedThreadPool pool = new QueuedThreadPool();
        pool.setVirtualThreadsExecutor(new VirtualThreadPool());
        return pool;
      }
    },
    /// Virtual threads for everything.
    VIRTUAL("a VirtualThreadPool for everything") {
      @Override
      ThreadPool pool() {
        return new VirtualThreadPool();
      }
    };

    private final String about;

    Threads(String about) {
      this.about = about;
    }

    String about() {
      return about;
    }

    abstract ThreadPool pool();
  }

  public static void main(String[] args) throws Exception {
    ENGINE.setLevel(Level.WARNING);
    Server server = new Server(Threads.valueOf(args[0]).pool());
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    AbstractConnector connector =
        args[1].startsWith("unix:")
            ? unix(server, http, Path.of(args[1].substring("unix:".length())))
            : tcp(server, http, List.of(args).subList(1, args.length));
    server.addConnector(connector);
    server.setHandler(new Hello());
    server.start();
    System.out.println(
        "Jetty %s, %d acceptors".formatted(Server.getVersion(), connector.getAcceptors()));
    server.join();
  }

  private static AbstractConnector tcp(Server server, ConnectionFactory http, List<String> words)
      throws Exception {
    ServerConnector connector =
        words.size() == 1
            ? new ServerConnector(server, http)
            : new ServerConnector(server, tls(words.get(1), words.get(2)), http);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(words.getFirst()));
    return connector;
  }

  private static AbstractConnector unix(Server server, ConnectionFactory http, Path socket) {
    UnixDomainServerConnector connector = new UnixDomainServerConnector(server, http);
    connector.setUnixDomainPath(socket);
    return connector;
  }

  private static SslConnectionFactory tls(String certificate, String key) throws Exception {
    Path store = Files.createTempFile("jetty", ".p12");
    Command.output(
        List.of(
            "openssl",
            "pkcs12",
            "-export",
            "-in",
            certificate,
            "-inkey",
            key,
            "-out",
            store.toString(),
            "-passout",
            "pass:jetty"));
    KeyStore keys = KeyStore.getInstance(store.toFile(), "jetty".toCharArray());
    Files.delete(store);
    SslContextFactory.Server secure = new SslContextFactory.Server();
    secure.setKeyStore(keys);
    secure.setKeyStorePassword("jetty");
    return new SslConnectionFactory(secure, "http/1.1");
  }

  // Blocking, as a user's handler is: nobody has told the engine that it never blocks.
  private static final class Hello extends Handler.Abstract {

    private static final byte[] BODY = HelloText.BODY.getBytes(StandardCharsets.UTF_8);
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!Thread.currentThread().isVirtual()) {
        throw new IllegalStateException("handled by " + Thread.currentThread());
      }
      switch (request.getHttpURI().getCanonicalPath()) {
        case "/json" ->
            answer(
                response,
                callback,
                "application/json",
                JSON.writeValueAsBytes(HelloText.hundred()));
        case "/post" -> {
          byte[] body;
          try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readAllBytes();
          }
          byte[] length = ("" + body.length).getBytes(StandardCharsets.UTF_8);
          answer(response, callback, "text/plain; charset=utf-8", length);
        }
        default -> answer(response, callback, "text/plain; charset=utf-8", BODY);
      }
      return true;
    }

    private static void answer(Response response, Callback callback, String type, byte[] body) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }
}
