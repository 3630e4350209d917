package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final SocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 40_000);
  private static final SocketAddress NUDGE = new InetSocketAddress("127.0.0.1", 40_001);
  private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");
  private static final long AT_ONCE = 50_000;
  private static final long LONG = 20_000_000;

  private final Backlog backlog = new Backlog(100);

  @BeforeEach
  void begin() {
    backlog.begin();
  }

  @Test
  void a_nudge_of_our_own_says_that_all_before_it_were_taken() {
    backlog.nudged(NUDGE);
    backlog.taken(CLIENT, AT_ONCE);
    assertFalse(backlog.allTaken());
    backlog.taken(NUDGE, AT_ONCE);
    assertTrue(backlog.allTaken());
  }

  @Test
  void a_nudge_of_an_earlier_leaving_says_nothing() {
    backlog.nudged(NUDGE);
    backlog.begin();
    backlog.taken(NUDGE, AT_ONCE);
    assertFalse(backlog.allTaken());
  }

  @Test
  void one_accept_that_took_long_may_have_got_no_processor() {
    backlog.taken(CLIENT, LONG);
    backlog.taken(CLIENT, AT_ONCE);
    backlog.taken(CLIENT, LONG);
    assertFalse(backlog.allTaken());
  }

  @Test
  void two_that_took_long_have_waited() {
    backlog.taken(CLIENT, LONG);
    backlog.taken(CLIENT, LONG);
    assertTrue(backlog.allTaken());
  }

  @Test
  void what_took_long_before_leaving_says_nothing() {
    backlog.taken(CLIENT, LONG);
    backlog.begin();
    backlog.taken(CLIENT, LONG);
    assertFalse(backlog.allTaken());
  }

  @Test
  void clients_of_a_unix_socket_are_not_taken_for_nudges() {
    backlog.nudged(UNNAMED);
    backlog.taken(UNNAMED, AT_ONCE);
    assertFalse(backlog.allTaken());
  }

  @Test
  void as_many_as_the_queue_holds_are_all() {
    for (int i = 0; i < 99; i++) {
      backlog.taken(CLIENT, AT_ONCE);
    }
    assertFalse(backlog.allTaken());
    backlog.taken(CLIENT, AT_ONCE);
    assertTrue(backlog.allTaken());
  }
}
