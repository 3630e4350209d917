package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixDatagramsTest {

  private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

  @TempDir private Path directory;

  @Test
  void a_datagram_arrives_whole_at_a_path_and_at_an_abstract_name() throws IOException {
    String name = "@perennial-datagrams-" + ProcessHandle.current().pid();
    for (String address : new String[] {directory.resolve("s").toString(), name}) {
      try (UnixDatagrams receiver = UnixDatagrams.bind(address);
          UnixDatagrams sender = UnixDatagrams.open()) {
        assertTrue(sender.send(HELLO, address));
        assertArrayEquals(HELLO, receiver.receive(Duration.ofSeconds(30), 100).orElseThrow());
        assertTrue(sender.send(HELLO, address));
        assertEquals(2, receiver.receive(Duration.ofSeconds(30), 2).orElseThrow().length);
        assertEquals(Optional.empty(), receiver.receive(Duration.ZERO, 100));
      }
    }
  }

  @Test
  void a_receiver_that_does_not_read_makes_nobody_wait() throws IOException {
    Path file = directory.resolve("full");
    try (UnixDatagrams receiver = UnixDatagrams.bind(file.toString());
        UnixDatagrams sender = UnixDatagrams.open()) {
      int sent = 0;
      while (sender.send(HELLO, file)) {
        sent++;
      }
      assertTrue(sent > 0);
      receiver.receive(Duration.ZERO, 100);
      assertTrue(sender.send(HELLO, file));
      assertFalse(sender.send(HELLO, file));
    }
  }

  @Test
  void nobody_there_and_an_address_that_is_taken_are_failures_in_words() throws IOException {
    Path file = directory.resolve("none");
    try (UnixDatagrams sender = UnixDatagrams.open()) {
      IOException failure = assertThrows(IOException.class, () -> sender.send(HELLO, file));
      assertEquals("no such file or directory", SystemCallException.reasonOf(failure));
      UnixDatagrams.bind(file.toString()).close();
      assertThrows(IOException.class, () -> UnixDatagrams.bind(file.toString()));
      failure = assertThrows(IOException.class, () -> sender.send(HELLO, file));
      assertEquals("connection refused", SystemCallException.reasonOf(failure));
    }
  }
}
