package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketFile;
import dev.perennial.service.SocketOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
  @TempDir private Path directory;

  private Path path;
  private Set<Integer> before;

  @BeforeEach
  void look() throws IOException {
    path = directory.resolve("api.sock");
    // Whatever the first call opens for good is opened before the count.
    try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path))) {
      Clients.connect(socket.address()).close();
    }
    before = Proc.ownDescriptors();
  }

  @AfterEach
  void nothing_is_left_behind() throws IOException {
    Proc.assertOwnDescriptors(before);
    assertTrue(names().stream().noneMatch(name -> name.startsWith(".")), names().toString());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static int modeOf(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:mode") & 0777;
  }

  private static String refusal(ListenAddress address) {
    String message =
        assertThrows(IOException.class, () -> ListeningSocket.bind(address)).getMessage();
    assertTrue(message.startsWith("cannot listen on " + address.text() + ": "), message);
    return message;
  }

  /// Leaves what a program leaves that was killed.
  private void stale() throws IOException {
    ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    killed.bind(UnixDomainSocketAddress.of(path));
    killed.close();
    assertTrue(Files.exists(path));
  }

  @Test
  void the_file_has_the_mode_that_was_asked_for() throws IOException {
    for (int mode : new int[] {0600, 0660, 0666, 0700, 0}) {
      try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path).withMode(mode))) {
        assertEquals(mode, modeOf(path));
        Clients.connect(socket.address()).close();
      }
    }
  }

  @Test
  void nobody_finds_the_file_with_another_mode() throws Exception {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      try (ListeningSocket _ = ListeningSocket.bind(ListenAddress.unix(path).withMode(0600))) {
        List<String> changed = changedUntil(watch, Files.createFile(directory.resolve("last")));
        // The draft gets the mode, and moves into place with it.
        assertTrue(
            changed.stream().anyMatch(name -> name.matches("\\.[0-9a-z]{7}")), changed::toString);
        assertFalse(changed.contains("api.sock"), changed::toString);
      }
    }
  }

  /// The names of files that were changed, or their modes, before the last one came.
  private static List<String> changedUntil(WatchService watch, Path last) throws Exception {
    List<String> changed = new ArrayList<>();
    while (true) {
      WatchKey key = watch.take();
      for (WatchEvent<?> event : key.pollEvents()) {
        if (last.getFileName().equals(event.context())) {
          return changed;
        }
        if (event.kind().equals(StandardWatchEventKinds.ENTRY_MODIFY)) {
          changed.add(String.valueOf(event.context()));
        }
      }
      key.reset();
    }
  }

  @Test
  void without_a_mode_the_umask_decides() throws IOException {
    int umask = Integer.parseInt(Proc.status("self", "Umask"), 8);
    ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path));
    assertEquals(0777 & ~umask, modeOf(path));
    socket.close();
  }

  @Test
  void the_file_is_removed_at_the_close() throws IOException {
    ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path));
    assertEquals(List.of("api.sock"), names());
    socket.close();
    assertEquals(List.of(), names());
    socket.close();
  }

  @Test
  void a_file_that_somebody_removed_is_no_error() throws IOException {
    ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path));
    Files.delete(path);
    socket.close();
  }

  @Test
  void the_file_of_another_program_is_not_removed() throws IOException {
    ListeningSocket ours = ListeningSocket.bind(ListenAddress.unix(path));
    Files.delete(path);
    ListeningSocket theirs = ListeningSocket.bind(ListenAddress.unix(path));
    ours.close();
    Clients.connect(theirs.address()).close();
    theirs.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void a_stale_file_is_replaced() throws IOException {
    stale();
    try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(path))) {
      Clients.connect(socket.address()).close();
    }
  }

  @Test
  void a_socket_on_which_somebody_listens_is_refused_and_left_alone() throws IOException {
    try (ListeningSocket live = ListeningSocket.bind(ListenAddress.unix(path).withMode(0640))) {
      Object identity = identity(path);
      String message = refusal(ListenAddress.unix(path));
      assertTrue(
          message.contains("another program listens there; stop it or choose another path"),
          message);
      assertEquals(identity, identity(path));
      assertEquals(0640, modeOf(path));
      Clients.connect(live.address()).close();
    }
  }

  @Test
  void a_program_too_busy_to_accept_listens_nevertheless() throws IOException {
    var address =
        new ListenAddress.Unix(path, Optional.empty(), SocketOptions.DEFAULTS.withBacklog(1));
    List<SocketChannel> waiting = new ArrayList<>();
    try (ListeningSocket busy = ListeningSocket.bind(address)) {
      boolean full = false;
      while (!full) {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        waiting.add(client);
        client.configureBlocking(false);
        full = !connects(client, busy.address());
      }
      assertTrue(refusal(address).contains("another program listens there"));
    } finally {
      for (SocketChannel client : waiting) {
        client.close();
      }
    }
  }

  private static boolean connects(SocketChannel client, ListenAddress address) {
    try {
      return client.connect(Clients.at(address));
    } catch (IOException full) {
      return false;
    }
  }

  @Test
  void a_file_that_is_no_socket_is_never_replaced() throws IOException {
    Files.writeString(path, "precious");
    String message = refusal(ListenAddress.unix(path));
    assertTrue(message.contains("is no socket; remove it or choose another path"), message);
    assertEquals("precious", Files.readString(path));
    Files.delete(path);
    Files.createDirectory(path);
    assertTrue(refusal(ListenAddress.unix(path)).contains("is no socket"));
    assertTrue(Files.isDirectory(path));
  }

  @Test
  void a_missing_directory_is_named_with_what_to_do() {
    Path missing = directory.resolve("none");
    String message = refusal(ListenAddress.unix(missing.resolve("api.sock")));
    assertTrue(message.contains("directory " + missing + " does not exist; create it"), message);
  }

  @Test
  void a_path_that_fits_exactly_is_taken() throws IOException {
    int room = ListeningSocket.MAX_UNIX_PATH - directory.toString().length() - 1;
    Path longest = directory.resolve("x".repeat(room));
    try (ListeningSocket socket = ListeningSocket.bind(ListenAddress.unix(longest))) {
      Clients.connect(socket.address()).close();
    }
  }

  @Test
  void a_path_that_is_too_long_is_refused_with_its_length() {
    int room = ListeningSocket.MAX_UNIX_PATH - directory.toString().length() - 1;
    String message = refusal(ListenAddress.unix(directory.resolve("x".repeat(room + 1))));
    assertTrue(
        message.contains("has 107 bytes, a UNIX socket allows 106; choose a shorter one"), message);
    // Bytes count, not letters.
    assertTrue(refusal(ListenAddress.unix(directory.resolve("ä".repeat(room)))).contains("bytes"));
  }

  /// Leaves what a program leaves that was killed while it made its socket.
  private Path leaveDraft(Path of) throws IOException {
    Path draft = SocketFile.draft(of);
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(draft));
    }
    return draft;
  }

  @Test
  void two_programs_make_their_sockets_under_different_names() {
    assertNotEquals(SocketFile.draft(path), SocketFile.draft(path));
  }

  @Test
  void what_is_left_of_the_making_of_a_socket_is_removed_by_the_next_program() throws IOException {
    Path left = leaveDraft(path);
    Path ofAnother = leaveDraft(directory.resolve("other.sock"));
    try (ListeningSocket _ = ListeningSocket.bind(ListenAddress.unix(path))) {
      assertTrue(Files.notExists(left));
      assertTrue(Files.exists(ofAnother), "it may be about to listen");
    } finally {
      Files.delete(ofAnother);
    }
  }

  @Test
  void what_another_program_is_making_is_left_alone() throws IOException {
    Path draft = SocketFile.draft(path);
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(draft));
      ListeningSocket.bind(ListenAddress.unix(path)).close();
      Clients.connect(ListenAddress.unix(draft)).close();
    } finally {
      Files.delete(draft);
    }
  }

  @Test
  void a_directory_without_room_for_a_draft_says_so() throws IOException {
    int room = ListeningSocket.MAX_UNIX_PATH - directory.toString().length() - 3;
    Path deep = Files.createDirectory(directory.resolve("x".repeat(room)));
    String message = refusal(ListenAddress.unix(deep.resolve("s")));
    assertTrue(message.contains("choose a shorter directory"), message);
  }
}
