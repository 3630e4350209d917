package dev.perennial.http;

import dev.perennial.service.ListenAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A client that says exactly what a test wants and hides nothing of the answer.
final class WireClient implements AutoCloseable {

  record Answer(int status, Map<String, String> headers, String body) {
    boolean closes() {
      return "close".equals(headers.get("connection"));
    }
  }

  static {
    AccessLines.silence();
  }

  private final Closeable connection;
  private final OutputStream out;
  private final InputStream in;
  private final CountDownLatch hungUp = new CountDownLatch(1);

  private WireClient(Closeable connection, InputStream in, OutputStream out) {
    this.connection = connection;
    this.in = new BufferedInputStream(in);
    this.out = out;
  }

  private static WireClient on(SocketChannel channel) {
    return new WireClient(
        channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
  }

  /// A client that speaks TLS and has seen the server's certificate.
  static WireClient secure(ListenAddress address, SSLContext context) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.connect(new InetSocketAddress(host(address), ((ListenAddress.Tcp) address).port()));
    socket.setTcpNoDelay(true);
    socket.startHandshake();
    return new WireClient(socket, socket.getInputStream(), socket.getOutputStream());
  }

  private static String host(ListenAddress address) {
    return ((ListenAddress.Tcp) address).host().contains(":") ? "::1" : "127.0.0.1";
  }

  static WireClient of(HttpService service) throws IOException {
    return connect(service.boundAddresses().getFirst());
  }

  /// A client of a service with the certificate of [TestTls].
  static WireClient secureOf(HttpService service) throws Exception {
    return secure(service.boundAddresses().getFirst(), TestTls.client());
  }

  static WireClient connect(ListenAddress address) throws IOException {
    return on(
        switch (address) {
          case ListenAddress.Tcp tcp ->
              SocketChannel.open(new InetSocketAddress(host(tcp), tcp.port()));
          case ListenAddress.Unix unix ->
              SocketChannel.open(UnixDomainSocketAddress.of(unix.path()));
        });
  }

  void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /// Begins to send this again and again, as slow clients do, until the connection is closed.
  void trickle(String piece) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (!hungUp.await(20, TimeUnit.MILLISECONDS)) {
              send(piece);
            }
          } catch (IOException refused) {
            // The server has closed the connection.
          } catch (InterruptedException nobodyDoesThis) {
            Thread.currentThread().interrupt();
          }
        });
  }

  Answer get(String path) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return read();
  }

  Answer post(String path, String type, String body) throws IOException {
    send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    return read();
  }

  Answer read() throws IOException {
    return read(true);
  }

  Answer readHead() throws IOException {
    return read(false);
  }

  private Answer read(boolean withBody) throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(status, headers, withBody ? body(headers) : "");
  }

  private String body(Map<String, String> headers) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks();
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return readExactly(length);
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      body.append(readExactly(size));
      line();
    }
    line();
    return body.toString();
  }

  /// The next bytes.
  String readExactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("body cut after " + bytes.length + " of " + length);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("connection closed after '" + line + "'");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// Waits for the server's end of the connection.
  ///
  /// @return whether it came instead of a byte
  boolean readEnd() throws IOException {
    return in.read() < 0;
  }

  /// All that comes until the server closes the connection.
  String readRest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// Closes the sending half of a plain connection.
  void endSending() throws IOException {
    ((SocketChannel) connection).shutdownOutput();
  }

  /// Closes the client's end early.
  void hangUp() throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    hungUp.countDown();
    connection.close();
  }
}
