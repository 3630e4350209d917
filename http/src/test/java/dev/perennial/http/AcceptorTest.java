package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AcceptorTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<SocketChannel> accepted = new CopyOnWriteArrayList<>();

  private BoundSocket tcp() throws IOException {
    BoundSocket socket = Sockets.tcp();
    open.add(socket.channel());
    return socket;
  }

  private void connect(BoundSocket socket) throws IOException {
    open.add(WireClient.connect(socket.address()));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    for (SocketChannel one : accepted) {
      one.close();
    }
  }

  private static boolean threadLives(BoundSocket socket) {
    String name = "http-accept-" + socket.address().text();
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(name));
  }

  @Test
  void leaves_a_blocked_accept_at_once_and_the_channel_stays_open_and_blocking() throws Exception {
    BoundSocket socket = tcp();
    Acceptor acceptor = new Acceptor(socket);
    for (int i = 0; i < 20; i++) {
      acceptor.start(accepted::add);
      assertTrue(acceptor.leave(LONG));
      assertTrue(socket.channel().isOpen());
      assertTrue(socket.channel().isBlocking());
      assertTrue(Sockets.isBlocking((ListenAddress.Tcp) socket.address()));
    }
    Await.until("no thread left", () -> !threadLives(socket));
  }

  @Test
  void takes_what_was_queued_before_it_leaves() throws Exception {
    BoundSocket socket = tcp();
    for (int i = 0; i < 100; i++) {
      connect(socket);
    }
    Acceptor acceptor = new Acceptor(socket);
    acceptor.start(accepted::add);
    assertTrue(acceptor.leave(LONG));
    // And the nudges it took for the wait to end.
    assertTrue(accepted.size() >= 100, accepted.size() + " accepted");
  }

  @Test
  void leaves_while_another_takes_the_nudges() throws Exception {
    BoundSocket socket = tcp();
    Acceptor first = new Acceptor(socket);
    Acceptor second = new Acceptor(socket);
    first.start(accepted::add);
    second.start(accepted::add);
    assertTrue(second.leave(LONG));
    assertTrue(first.leave(LONG));
  }

  @Test
  void leaves_the_accept_of_a_wildcard_address_and_of_a_unix_socket(@TempDir Path directory)
      throws Exception {
    for (BoundSocket socket :
        List.of(
            OwnSocket.bind(ListenAddress.tcp("0.0.0.0", 0)),
            OwnSocket.bind(ListenAddress.tcp(Ipv6.isThere() ? "::" : "0.0.0.0", 0)),
            Sockets.unix(directory.resolve("s")))) {
      open.add(socket.channel());
      Acceptor acceptor = new Acceptor(socket);
      acceptor.start(accepted::add);
      assertTrue(acceptor.leave(LONG), socket.address().text());
    }
    assertTrue(Files.exists(directory.resolve("s")));
  }

  @Test
  void a_connection_is_probed_as_the_options_of_a_socket_of_its_own_say() throws Exception {
    SocketOptions probed = new SocketOptions(10, true, true, OptionalInt.of(1234));
    BoundSocket socket = OwnSocket.bind(ListenAddress.tcp("127.0.0.1", 0).with(probed));
    open.add(socket.channel());
    Acceptor acceptor = new Acceptor(socket);
    acceptor.start(accepted::add);
    connect(socket);
    Await.until("accepted", () -> accepted.size() == 1);
    assertEquals(true, accepted.getFirst().getOption(StandardSocketOptions.SO_KEEPALIVE));
    assertEquals(1234, accepted.getFirst().getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
    assertTrue(acceptor.leave(LONG));
  }

  @Test
  void ends_quietly_when_the_owner_closes_the_socket() throws Exception {
    BoundSocket socket = tcp();
    Acceptor acceptor = new Acceptor(socket);
    acceptor.start(accepted::add);
    socket.channel().close();
    Await.until("thread gone", () -> !threadLives(socket));
    assertTrue(acceptor.leave(Duration.ZERO));
  }

  @Test
  void a_thread_that_could_not_leave_keeps_connections_for_the_next_start() throws Exception {
    BoundSocket socket = tcp();
    Acceptor acceptor = new Acceptor(socket);
    acceptor.start(connection -> {});
    Await.until("accepting", () -> threadLives(socket));
    assertFalse(acceptor.leave(Duration.ZERO));
    acceptor.detach();
    connect(socket);
    acceptor.start(accepted::add);
    connect(socket);
    Await.until("both delivered", () -> accepted.size() == 2);
    assertTrue(acceptor.leave(LONG));
  }
}
