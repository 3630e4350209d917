package dev.perennial.http;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A server on a loopback port of its own that the same process asks: once in the training run of
/// an HTTP service, and many times to make a worker fast before it takes over from another. Nobody
/// else knows the port, and nothing of it is in the access log or in the metrics.
///
/// @param handler answers
/// @param options limits
/// @param paths to be asked for in turn
record LoopbackExchange(Handler handler, HttpOptions options, List<String> paths) {

  private static final int PATIENCE_MILLIS = 60_000;

  private static final String STATUS = "HTTP/1.1 200";

  private static final Path NO_LOG = Path.of("/dev/null");

  /// Asks for each path once.
  void once() throws Exception {
    serve(port -> {
      for (String path : paths) {
        converse(port, path, 1);
      }
    });
  }

  /// Asks again and again.
  ///
  /// @param connections at most how many are opened, one after another
  /// @param requests on each of them, for one path
  /// @param end when to stop though it was fewer connections
  void repeatedly(int connections, int requests, Deadline end) throws Exception {
    serve(port -> {
      for (int i = 0; i < connections && !end.passed(); i++) {
        converse(port, paths.get(i % paths.size()), requests);
      }
    });
  }

  @FunctionalInterface
  private interface Client {
    void ask(int port) throws IOException;
  }

  private void serve(Client client) throws Exception {
    HttpServer server =
        new HttpServer(
            () -> RequestCount.of(Metrics.unseen(), "loopback"),
            List.of(ListenAddress.tcp("127.0.0.1", 0)),
            handler,
            () -> options.withAccessLog(NO_LOG),
            Optional.empty(),
            Optional::empty);
    server.start();
    try {
      client.ask(((ListenAddress.Tcp) server.addresses().getFirst()).port());
    } finally {
      server.stop();
    }
  }

  // On one connection, which the server closes after the last answer. Where an answer ends is of no
  // interest, only that something has come before the next request is sent.
  private static void converse(int port, String path, int requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      for (int i = 1; i <= requests; i++) {
        socket.getOutputStream().write(request(path, i == requests));
        if (i == 1) {
          check(path, in.readNBytes(STATUS.length()));
        }
        in.read(buffer);
      }
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static byte[] request(String path, boolean last) {
    String close = last ? "Connection: close\r\n" : "";
    String text = "GET " + path + " HTTP/1.1\r\nHost: loopback\r\n" + close + "\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void check(String path, byte[] start) throws IOException {
    String status = new String(start, StandardCharsets.US_ASCII);
    if (!status.startsWith("HTTP/1.1 2")) {
      throw new IOException("GET " + path + " was answered with " + status);
    }
  }
}
