package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookAheadTest {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Boolean> toldWithTheLock = new ArrayList<>();
  private SocketChannel client;
  private SocketChannel accepted;
  private LookAhead ahead;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(server.getLocalAddress());
      accepted = server.accept();
    }
    ahead = new LookAhead(accepted, lock, () -> toldWithTheLock.add(lock.isHeldByCurrentThread()));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
  }

  private String read(int most) {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    ahead.read(buffer);
    return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
  }

  @Test
  void whoever_decides_that_a_connection_is_quiet_knows_of_all_that_was_read() throws IOException {
    client.write(StandardCharsets.US_ASCII.encode("GET"));
    assertEquals("GET", read(8));
    assertEquals(List.of(true), toldWithTheLock);
  }

  @Test
  void what_was_looked_at_is_read_first() throws IOException {
    client.write(StandardCharsets.US_ASCII.encode("GET"));
    assertEquals(2, ahead.look(2));
    assertEquals(List.of(), toldWithTheLock);
    assertEquals("G", read(1));
    assertEquals("E", read(8));
    assertEquals("T", read(8));
    assertEquals(List.of(true, true, true), toldWithTheLock);
  }

  @Test
  void the_end_is_no_news() throws IOException {
    client.shutdownOutput();
    assertEquals("", read(8));
    assertEquals(List.of(), toldWithTheLock);
  }
}
