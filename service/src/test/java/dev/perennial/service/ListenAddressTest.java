package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
  private static final Path PATH = Path.of("/run/app/api.sock");

  @Test
  void it_reads_as_operators_write_it() {
    assertEquals("127.0.0.1:9890", ListenAddress.tcp("127.0.0.1", 9890).text());
    assertEquals("localhost:0", ListenAddress.tcp("localhost", 0).text());
    assertEquals("[::1]:80", ListenAddress.tcp("::1", 80).text());
    assertEquals("[fe80::1%lo]:80", ListenAddress.tcp("fe80::1%lo", 80).text());
    assertEquals("[::1]:80", ListenAddress.tcp("[::1]", 80).text());
    assertEquals("unix:/run/app/api.sock", ListenAddress.unix(PATH).text());
  }

  @Test
  void a_port_is_checked() {
    ListenAddress.tcp("::", 0);
    ListenAddress.tcp("::", 65535);
    for (int port : new int[] {-1, 65536}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> ListenAddress.tcp("::", port))
              .getMessage();
      assertEquals("port must be 0 to 65535, not " + port, message);
    }
  }

  @Test
  void a_blank_host_is_refused_with_what_to_write_instead() {
    for (String host : new String[] {"", " "}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> ListenAddress.tcp(host, 1))
              .getMessage();
      assertTrue(message.contains("0.0.0.0 and :: mean all"), message);
    }
  }

  @Test
  void a_port_that_was_taken_replaces_only_the_port() {
    var wanted = new ListenAddress.Tcp("::1", 0, true, SocketOptions.DEFAULTS.withBacklog(7));
    assertEquals(
        new ListenAddress.Tcp("::1", 4711, true, SocketOptions.DEFAULTS.withBacklog(7)),
        wanted.withPort(4711));
  }

  @Test
  void options_can_be_given_later() {
    SocketOptions few = SocketOptions.DEFAULTS.withBacklog(3);
    assertEquals(3, ListenAddress.tcp("::1", 1).with(few).options().backlog());
    assertEquals(SocketOptions.DEFAULTS, ListenAddress.tcp("::1", 1).options());
    assertEquals(SocketOptions.DEFAULTS, ListenAddress.unix(PATH).options());
    assertFalse(ListenAddress.tcp("::", 1).ipv6Only());
  }

  @Test
  void the_mode_of_a_unix_socket_is_checked() {
    assertEquals(Optional.empty(), ListenAddress.unix(PATH).mode());
    assertEquals(Optional.of(0), ListenAddress.unix(PATH).withMode(0).mode());
    assertEquals(Optional.of(0777), ListenAddress.unix(PATH).withMode(0777).mode());
    for (int mode : new int[] {01000, 04755, -1}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> ListenAddress.unix(PATH).withMode(mode))
              .getMessage();
      assertEquals("socket mode must be 0 to 0777, not 0" + Integer.toOctalString(mode), message);
    }
  }

  @Test
  void the_defaults_of_a_socket_are_those_of_the_guide() {
    assertEquals(new SocketOptions(1024, true, true, OptionalInt.of(600)), SocketOptions.DEFAULTS);
  }

  @Test
  void a_backlog_is_at_least_one() {
    assertDoesNotThrow(() -> SocketOptions.DEFAULTS.withBacklog(1));
    for (int backlog : new int[] {0, -1}) {
      assertThrows(
          IllegalArgumentException.class, () -> SocketOptions.DEFAULTS.withBacklog(backlog));
    }
  }

  @Test
  void keep_alive_begins_after_a_time_that_the_kernel_knows() {
    for (int seconds : new int[] {1, 32767}) {
      assertDoesNotThrow(() -> new SocketOptions(1, true, true, OptionalInt.of(seconds)));
    }
    for (int seconds : new int[] {0, -1, 32768}) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new SocketOptions(1, true, true, OptionalInt.of(seconds)))
              .getMessage();
      assertTrue(message.endsWith(", not " + seconds), message);
    }
  }

  @Test
  void activities_add_up() {
    assertEquals(
        new Activity(12, 3), new Activity(10, 1).plus(new Activity(2, 2)).plus(Activity.NONE));
  }
}
