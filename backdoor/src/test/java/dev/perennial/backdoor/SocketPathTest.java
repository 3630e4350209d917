package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketPathTest {

  private static final int TURNS = 500;

  @TempDir private Path directory;

  /// Has the path again and again, as one worker after the other does, unless somebody else has it.
  private static void comeAndGo(Path path) throws IOException {
    for (int i = 0; i < TURNS; i++) {
      try {
        SocketPath.bind(path).close();
      } catch (AddressTaken other) {
        Thread.yield();
      }
    }
  }

  @Test
  void those_who_leave_never_fail_those_who_come() throws Exception {
    Path path = directory.resolve("backdoor");
    FutureTask<Boolean> others =
        new FutureTask<>(() -> {
          comeAndGo(path);
          return true;
        });
    Thread.ofPlatform().start(others);
    comeAndGo(path);
    assertTrue(others.get());
    SocketPath.bind(path).close();
    try (var left = Files.list(directory)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void a_directory_that_is_missing_is_named() {
    Path path = directory.resolve("none/backdoor");
    assertEquals(
        path + " cannot be made: there is no directory " + path.getParent(),
        assertThrows(IOException.class, () -> SocketPath.bind(path)).getMessage());
  }

  @Test
  void a_process_too_busy_to_accept_has_its_path_nevertheless() throws Exception {
    Path path = directory.resolve("backdoor");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(address, 1);
      do {
        waiting.add(SocketChannel.open(StandardProtocolFamily.UNIX));
        waiting.getLast().configureBlocking(false);
      } while (connects(waiting.getLast(), address));
      assertThrows(AddressTaken.class, () -> SocketPath.bind(path));
    } finally {
      for (SocketChannel client : waiting) {
        client.close();
      }
    }
  }

  private static boolean connects(SocketChannel client, UnixDomainSocketAddress address) {
    try {
      return client.connect(address);
    } catch (IOException full) {
      return false;
    }
  }
}
