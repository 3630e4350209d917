package dev.perennial.http;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A server on a loopback port of its own that is asked a few times and stopped: what the training
/// run of an HTTP service consists of. Nobody else knows the port, and nothing of it is in the
/// access log.
///
/// @param handler answers
/// @param options limits
/// @param paths to be asked for
record TrainingExchange(Handler handler, HttpOptions options, List<String> paths) {

  private static final int PATIENCE_MILLIS = 60_000;

  private static final Path NO_LOG = Path.of("/dev/null");

  void run() throws Exception {
    HttpServer server =
        new HttpServer(
            List.of(ListenAddress.tcp("127.0.0.1", 0)), handler, options.withAccessLog(NO_LOG));
    server.start();
    try {
      int port = ((ListenAddress.Tcp) server.addresses().getFirst()).port();
      for (String path : paths) {
        ask(port, path);
      }
    } finally {
      server.stop();
    }
  }

  private static void ask(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      String request = "GET " + path + " HTTP/1.1\r\nHost: training\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      if (!answer.startsWith("HTTP/1.1 2")) {
        throw new IOException("GET " + path + " was answered with " + answer.lines().findFirst());
      }
    }
  }
}
