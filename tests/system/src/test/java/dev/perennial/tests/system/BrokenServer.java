package dev.perennial.tests.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A little server that answers rightly or does one thing wrong, so that the load driver can be
/// proved to see it.
final class BrokenServer implements AutoCloseable {

  /// What it does with a request.
  enum Fault {
    NONE,
    SAYS_CLOSE,
    RESETS,
    CLOSES_UNANSWERED,
    TRUNCATES,
    TRUNCATES_THE_HEAD,
    WRONG_ID,
    WRONG_CHECKSUM,
    DAMAGED_BODY,
    WRONG_STATUS,
    NO_HTTP,
    NEVER_ANSWERS,
    /// Answers the first request of a connection and resets it as soon as a second one comes.
    RESETS_THE_SECOND,
    /// Answers one request and closes the connection without having said so.
    CLOSES_AFTER_ANSWER
  }

  private static final long PID = 4711;

  private final ServerSocketChannel server;
  private final Target target;
  private final Fault fault;
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  private BrokenServer(ServerSocketChannel server, Target target, Fault fault) {
    this.server = server;
    this.target = target;
    this.fault = fault;
    Thread.ofPlatform().daemon().name("broken-server").start(this::accept);
  }

  static BrokenServer onTcp(Fault fault) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress("127.0.0.1", 0));
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return new BrokenServer(server, new Target.Tcp("127.0.0.1", port), fault);
  }

  static BrokenServer onUnix(Path path, Fault fault) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    return new BrokenServer(server, new Target.Unix(path), fault);
  }

  Target target() {
    return target;
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
    if (target instanceof Target.Unix unix) {
      Files.deleteIfExists(unix.path());
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      boolean goesOn = true;
      for (int n = 0; goesOn; n++) {
        goesOn = serveOne(connection, n);
      }
    } catch (IOException clientGone) {
      // The load driver may close whenever it likes.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean serveOne(SocketChannel connection, int number)
      throws IOException, InterruptedException {
    Received request = Received.from(connection);
    byte[] right = LoadRequest.answer(request.id(), PID, request.body());
    switch (fault) {
      case NONE -> send(connection, 200, "", right);
      case SAYS_CLOSE -> {
        send(connection, 200, "Connection: close\r\n", right);
        return false;
      }
      case RESETS -> {
        return reset(connection);
      }
      case CLOSES_UNANSWERED -> {
        return false;
      }
      case TRUNCATES -> {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + (right.length + 10) + "\r\n\r\n";
        sendAll(connection, head.getBytes(StandardCharsets.US_ASCII));
        sendAll(connection, right);
        return false;
      }
      case TRUNCATES_THE_HEAD -> {
        sendAll(connection, "HTTP/1.1 200 OK\r\nConte".getBytes(StandardCharsets.US_ASCII));
        return false;
      }
      case WRONG_ID ->
          send(connection, 200, "", LoadRequest.answer("somebody-else", PID, request.body()));
      case WRONG_CHECKSUM -> {
        String line = request.id() + " " + PID + " 12345\n";
        send(connection, 200, "", line.getBytes(StandardCharsets.US_ASCII));
      }
      case DAMAGED_BODY -> {
        byte[] damaged = Arrays.copyOf(right, right.length + 1);
        send(connection, 200, "", damaged);
      }
      case WRONG_STATUS -> send(connection, 503, "", right);
      case NO_HTTP -> sendAll(connection, "SSH-2.0-x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      case NEVER_ANSWERS -> {
        closing.await();
        return false;
      }
      case RESETS_THE_SECOND -> {
        if (number > 0) {
          return reset(connection);
        }
        send(connection, 200, "", right);
      }
      case CLOSES_AFTER_ANSWER -> {
        send(connection, 200, "", right);
        return false;
      }
    }
    return true;
  }

  private static boolean reset(SocketChannel connection) throws IOException {
    if (connection.getRemoteAddress() instanceof InetSocketAddress) {
      connection.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    connection.close();
    return false;
  }

  private static void send(SocketChannel connection, int status, String headers, byte[] body)
      throws IOException {
    String head =
        "HTTP/1.1 " + status + " X\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
    sendAll(connection, head.getBytes(StandardCharsets.US_ASCII));
    sendAll(connection, body);
  }

  private static void sendAll(SocketChannel connection, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      connection.write(buffer);
    }
  }

  private record Received(String id, byte[] body) {

    static Received from(SocketChannel connection) throws IOException {
      String head = head(connection);
      String id = header(head, LoadRequest.ID_HEADER);
      ByteBuffer body = ByteBuffer.allocate(Integer.parseInt(header(head, "Content-Length")));
      while (body.hasRemaining()) {
        readSome(connection, body);
      }
      return new Received(id, body.array());
    }

    private static String head(SocketChannel connection) throws IOException {
      StringBuilder head = new StringBuilder();
      ByteBuffer one = ByteBuffer.allocate(1);
      while (!head.toString().endsWith("\r\n\r\n")) {
        readSome(connection, one.clear());
        head.append((char) one.get(0));
      }
      return head.toString();
    }

    private static void readSome(SocketChannel connection, ByteBuffer into) throws IOException {
      if (connection.read(into) < 0) {
        throw new IOException("the client has closed");
      }
    }

    private static String header(String head, String name) {
      int begin = head.indexOf(name + ": ") + name.length() + 2;
      return head.substring(begin, head.indexOf("\r\n", begin));
    }
  }
}
