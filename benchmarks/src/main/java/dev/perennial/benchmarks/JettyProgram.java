package dev.perennial.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// The engine of `http` without Perennial: Jetty's core with its own defaults, without access log
/// and request ids, in one process. Arguments: the kind of threads, the port.
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
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(args[1]));
    server.addConnector(connector);
    server.setHandler(new Hello());
    server.start();
    System.out.println(
        "Jetty %s, %d acceptors, %d selectors"
            .formatted(
                Server.getVersion(),
                connector.getAcceptors(),
                connector.getSelectorManager().getSelectorCount()));
    server.join();
  }

  // Blocking, as a user's handler is: nobody has told the engine that it never blocks.
  private static final class Hello extends Handler.Abstract {

    private static final byte[] BODY = HelloText.BODY.getBytes(StandardCharsets.UTF_8);

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!Thread.currentThread().isVirtual()) {
        throw new IllegalStateException("handled by " + Thread.currentThread());
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
      response.write(true, ByteBuffer.wrap(BODY), callback);
      return true;
    }
  }
}
