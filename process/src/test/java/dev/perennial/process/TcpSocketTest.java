package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpSocketTest {
  private static final ListenAddress.Tcp ANY_PORT = ListenAddress.tcp("127.0.0.1", 0);

  private static int portOf(ListeningSocket socket) {
    return assertInstanceOf(ListenAddress.Tcp.class, socket.address()).port();
  }

  private static void assertAccepts(String host, int port) throws IOException {
    try (SocketChannel client = SocketChannel.open(new InetSocketAddress(host, port))) {
      assertTrue(client.isConnected());
    }
  }

  private static void assertRefuses(String host, int port) {
    assertThrows(
        ConnectException.class, () -> SocketChannel.open(new InetSocketAddress(host, port)));
  }

  private static String refusal(ListenAddress address) {
    String message =
        assertThrows(IOException.class, () -> ListeningSocket.bind(address)).getMessage();
    assertTrue(message.startsWith("cannot listen on " + address.text() + ": "), message);
    return message;
  }

  @Test
  void any_port_becomes_a_real_one() throws IOException {
    try (ListeningSocket socket = ListeningSocket.bind(ANY_PORT)) {
      assertNotEquals(0, portOf(socket));
      assertAccepts("127.0.0.1", portOf(socket));
      assertEquals("127.0.0.1:" + portOf(socket), socket.toString());
    }
  }

  @Test
  void a_name_is_resolved_once() throws IOException {
    try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.tcp("localhost", 0))) {
      String number = InetAddress.getByName("localhost").getHostAddress();
      assertEquals(number, ((ListenAddress.Tcp) socket.address()).host());
      assertAccepts("localhost", portOf(socket));
    }
  }

  @Test
  void ipv6_loopback_accepts_ipv6() throws IOException {
    Ipv6.assumeThere();
    for (String host : new String[] {"::1", "[::1]"}) {
      try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.tcp(host, 0))) {
        assertAccepts("::1", portOf(socket));
        assertRefuses("127.0.0.1", portOf(socket));
      }
    }
  }

  @Test
  void all_of_ipv6_accepts_ipv4_too() throws IOException {
    Ipv6.assumeThere();
    try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.tcp("::", 0))) {
      assertAccepts("::1", portOf(socket));
      assertAccepts("127.0.0.1", portOf(socket));
    }
  }

  @Test
  void all_of_ipv6_alone_does_not_accept_ipv4() throws IOException {
    Ipv6.assumeThere();
    var address = new ListenAddress.Tcp("::", 0, true, SocketOptions.DEFAULTS);
    try (ListeningSocket socket = ListeningSocket.bind(address)) {
      assertAccepts("::1", portOf(socket));
      assertRefuses("127.0.0.1", portOf(socket));
    }
  }

  @Test
  void options_are_really_set() throws IOException {
    SocketOptions all = new SocketOptions(77, true, true, OptionalInt.of(1234));
    try (ListeningSocket socket = ListeningSocket.bind(ANY_PORT.with(all))) {
      int descriptor = socket.descriptor();
      assertEquals(1, Native.option(descriptor, LibC.SOL_SOCKET, LibC.SO_REUSEADDR));
      assertEquals(1, Native.option(descriptor, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE));
      assertEquals(1234, Native.option(descriptor, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE));
      assertEquals(77, Native.backlog(descriptor));
      assertFalse(Proc.isNonBlocking(descriptor));
    }
  }

  @Test
  void options_can_be_left_out() throws IOException {
    int plain = LibC.socket(LibC.AF_INET, LibC.SOCK_STREAM);
    int kernels = Native.option(plain, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE);
    LibC.close(plain);
    SocketOptions none = new SocketOptions(1, false, false, OptionalInt.empty());
    try (ListeningSocket socket = ListeningSocket.bind(ANY_PORT.with(none))) {
      int descriptor = socket.descriptor();
      assertEquals(0, Native.option(descriptor, LibC.SOL_SOCKET, LibC.SO_REUSEADDR));
      assertEquals(0, Native.option(descriptor, LibC.SOL_SOCKET, LibC.SO_KEEPALIVE));
      assertEquals(kernels, Native.option(descriptor, LibC.IPPROTO_TCP, LibC.TCP_KEEPIDLE));
      assertEquals(1, Native.backlog(descriptor));
    }
  }

  @Test
  void a_port_in_use_is_named_with_what_to_do() throws IOException {
    try (ListeningSocket socket = ListeningSocket.bind(ANY_PORT)) {
      Set<Integer> before = Proc.ownDescriptors();
      String message = refusal(socket.address());
      assertTrue(
          message.matches(
              ".*: address in use by process "
                  + ProcessHandle.current().pid()
                  + " \\(.+\\); stop it or choose another port"),
          message);
      Proc.assertOwnDescriptors(before);
    }
  }

  @Test
  void a_host_that_does_not_resolve_is_named_with_what_to_do() {
    String message = refusal(ListenAddress.tcp("::zz", 80));
    assertTrue(
        message.contains("host ::zz does not resolve; use an address of this machine"), message);
  }

  @Test
  void an_address_of_another_machine_is_named_with_what_to_do() {
    String message = refusal(ListenAddress.tcp("192.0.2.1", 0));
    assertTrue(
        message.contains(
            "not available on this machine; use an address of this machine, 0.0.0.0 or ::"),
        message);
  }

  @Test
  void a_closed_socket_refuses_and_its_port_is_free_at_once() throws IOException {
    ListeningSocket socket = ListeningSocket.bind(ANY_PORT);
    String target = Proc.ownDescriptor(socket.descriptor());
    int port = portOf(socket);
    // A connection that lingers must not keep the port.
    assertAccepts("127.0.0.1", port);
    socket.close();
    socket.close();
    socket.shut();
    assertRefuses("127.0.0.1", port);
    assertEquals(0, Proc.ownDescriptorsLike(target));
    ListeningSocket.bind(ListenAddress.tcp("127.0.0.1", port)).close();
  }
}
