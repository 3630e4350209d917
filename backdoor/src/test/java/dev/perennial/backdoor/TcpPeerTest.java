package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TcpPeerTest {

  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 0x9C75);
  private static final InetSocketAddress OWN = new InetSocketAddress("127.0.0.1", 0xEE0C);

  private static String row(String remote, int uid, long inode) {
    return "   1: 0100007F:9C75 "
        + remote
        + " 01 00000000:00000000 03:00001732 00000000 "
        + uid
        + " 0 "
        + inode
        + " 3 00000000dd89d57c";
  }

  @Test
  void the_row_of_the_connection_names_the_user() {
    List<String> table = List.of(row("0100007F:0001", 7, 1), row("0100007F:EE0C", 1000, 99));
    assertEquals(OptionalInt.of(1000), TcpPeer.user(PEER, OWN, table, ""));
  }

  @Test
  void a_client_that_speaks_ipv6_is_found_by_its_mapped_address() {
    String prefix = "0000000000000000FFFF0000";
    String row =
        row(prefix + "0100007F:EE0C", 1001, 99)
            .replace(" 0100007F:9C75", " " + prefix + "0100007F:9C75");
    assertEquals(OptionalInt.of(1001), TcpPeer.user(PEER, OWN, List.of(row), prefix));
    assertEquals(OptionalInt.empty(), TcpPeer.user(PEER, OWN, List.of(row), ""));
  }

  @Test
  void a_connection_that_its_process_has_closed_has_no_user() {
    List<String> table = List.of(row("0100007F:EE0C", 0, 0));
    assertEquals(OptionalInt.empty(), TcpPeer.user(PEER, OWN, table, ""));
  }

  @Test
  void a_table_of_something_else_names_nobody() {
    assertEquals(OptionalInt.empty(), TcpPeer.user(PEER, OWN, List.of("", "nonsense"), ""));
  }

  @Test
  void a_real_connection_belongs_to_us_and_to_nobody_once_it_is_closed() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      SocketChannel client = SocketChannel.open(server.getLocalAddress());
      try (SocketChannel accepted = server.accept()) {
        InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteAddress();
        InetSocketAddress own = (InetSocketAddress) accepted.getLocalAddress();
        Identity identity = Identity.ofThisProcess();
        assertEquals(OptionalInt.of(identity.uid()), TcpPeer.user(peer, own));
        client.close();
        assertEquals(OptionalInt.empty(), TcpPeer.user(peer, own));
      }
    }
  }

  @Test
  void the_same_user_and_root_may_come_in_and_nobody_else() {
    Identity identity = new Identity(1000);
    assertTrue(identity.admits(OptionalInt.of(1000)));
    assertTrue(identity.admits(OptionalInt.of(0)));
    assertFalse(identity.admits(OptionalInt.of(1001)));
    assertFalse(identity.admits(OptionalInt.empty()));
  }
}
