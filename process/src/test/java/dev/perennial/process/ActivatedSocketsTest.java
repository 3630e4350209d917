package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which sockets match which addresses; that descriptors really come over is shown with processes.
class ActivatedSocketsTest {

  @TempDir private Path directory;

  @Test
  void sockets_for_another_process_are_left_alone() throws IOException {
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of("LISTEN_PID", "1", "LISTEN_FDS", "1"))) {
      assertEquals(
          Optional.empty(),
          ActivatedSockets.from(environment).take(ListenAddress.tcp("127.0.0.1", 80)));
    }
  }

  @Test
  void what_is_no_number_of_sockets_is_refused() {
    String own = Long.toString(ProcessHandle.current().pid());
    assertEquals(
        "LISTEN_FDS=two is no number of sockets",
        assertThrows(
                IOException.class,
                () -> ActivatedSockets.from(Map.of("LISTEN_PID", own, "LISTEN_FDS", "two")))
            .getMessage());
  }

  @Test
  void the_kernel_says_where_a_socket_is_bound() throws IOException {
    for (String host : Ipv6.isThere() ? List.of("127.0.0.1", "::1") : List.of("127.0.0.1")) {
      try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.tcp(host, 0))) {
        int port = ((ListenAddress.Tcp) socket.address()).port();
        assertEquals(
            new BoundAddress.Inet(InetAddress.getByName(host), port),
            BoundAddress.of(LibC.localAddress(socket.descriptor())));
        assertTrue(LibC.isListening(socket.descriptor()));
      }
    }
    int socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM);
    String path = directory.resolve("a.sock").toString();
    LibC.bind(socket, NativeAddress.ofUnix(path));
    assertEquals(new BoundAddress.Unix(path), BoundAddress.of(LibC.localAddress(socket)));
    assertEquals(false, LibC.isListening(socket));
    LibC.close(socket);
  }

  @Test
  void a_socket_of_systemd_is_never_shut_and_its_file_never_removed() throws IOException {
    int socket = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM);
    Path path = directory.resolve("kept.sock");
    LibC.bind(socket, NativeAddress.ofUnix(path.toString()));
    LibC.listen(socket, 5);
    int systemds = Native.inheritableCopy(socket);
    ListeningSocket.activated(ListenAddress.unix(path), socket).close();
    assertTrue(Files.exists(path));
    assertTrue(LibC.isListening(systemds));
    LibC.close(systemds);
  }
}
