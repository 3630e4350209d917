package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {

  @TempDir private Path directory;

  private static HttpService service(ListenAddress address) {
    return HttpService.builder("unix")
        .listen(address)
        .handler(request -> Response.text(200, request.remoteAddress()))
        .build();
  }

  @Test
  void serves_and_leaves_the_file_of_a_socket_that_is_not_its_own() throws Exception {
    Path path = directory.resolve("api.sock");
    BoundSocket socket = Sockets.unix(path);
    HttpService service = service(socket.address());
    service.bind(List.of(socket));
    for (int i = 0; i < 3; i++) {
      service.start();
      try (WireClient client = WireClient.connect(socket.address())) {
        assertEquals("unix", client.get("/").body());
        assertEquals("unix", client.get("/").body());
      }
      service.drain(Deadline.after(Duration.ofSeconds(10)));
      service.stop();
      assertTrue(Files.exists(path));
      assertTrue(socket.channel().isOpen() && socket.channel().isBlocking());
    }
    socket.channel().close();
  }

  @Test
  void a_stale_file_of_its_own_is_replaced_and_a_live_one_refused() throws Exception {
    Path path = directory.resolve("own.sock");
    Sockets.unix(path).channel().close();
    assertTrue(Files.exists(path));
    HttpService service = service(ListenAddress.unix(path).withMode(0660));
    service.start();
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    String text =
        assertThrows(IOException.class, service(ListenAddress.unix(path))::start).getMessage();
    assertTrue(
        text.contains(path.toString()) && text.contains("another program listens there"), text);
    service.stop();
    assertTrue(Files.notExists(path));
  }

  private static void assertServes(HttpService service) throws IOException {
    try (WireClient client = WireClient.of(service)) {
      assertEquals("unix", client.get("/").body());
    }
  }

  private String refusal(Path path) {
    return assertThrows(IOException.class, service(ListenAddress.unix(path))::start).getMessage();
  }

  @Test
  void what_is_no_socket_is_never_replaced() throws Exception {
    Path file = Files.writeString(directory.resolve("precious"), "precious");
    Path folder = Files.createDirectory(directory.resolve("folder"));
    for (Path path : List.of(file, folder)) {
      assertTrue(refusal(path).contains("is no socket; remove it"), refusal(path));
    }
    assertEquals("precious", Files.readString(file));
    assertTrue(Files.isDirectory(folder));
  }

  @Test
  void the_file_of_another_program_is_not_removed() throws Exception {
    Path path = directory.resolve("taken.sock");
    HttpService ours = service(ListenAddress.unix(path));
    ours.start();
    Files.delete(path);
    HttpService theirs = service(ListenAddress.unix(path));
    theirs.start();
    ours.stop();
    assertServes(theirs);
    theirs.stop();
    assertTrue(Files.notExists(path));
  }

  // What other programs make at the path later may have the number of the inode that was there.
  @Test
  void its_file_is_removed_once() throws Exception {
    Path path = directory.resolve("once.sock");
    HttpService service = service(ListenAddress.unix(path));
    service.start();
    Path same = Files.createLink(directory.resolve("same"), path);
    service.drain(Deadline.after(Duration.ofSeconds(10)));
    assertTrue(Files.notExists(path));
    Files.createLink(path, same);
    service.stop();
    assertTrue(Files.exists(path));
  }

  // In a directory that leaves so much room.
  private Path deep(String name, int length) throws IOException {
    int room = length - name.length() - directory.toString().length() - 2;
    return Files.createDirectory(directory.resolve("x".repeat(room))).resolve(name);
  }

  @Test
  void a_path_that_fits_is_taken_with_a_name_like_any_other() throws Exception {
    Path path = deep("api.sock", SocketFile.MAX_PATH);
    HttpService service = service(ListenAddress.unix(path));
    service.start();
    assertServes(service);
    service.stop();
    assertTrue(Files.notExists(path));
  }

  @Test
  void a_path_that_is_too_long_is_refused_with_what_is_allowed() throws Exception {
    String text = refusal(deep("api.sock", SocketFile.MAX_PATH + 1));
    assertTrue(text.contains("the path has 107 bytes, a UNIX socket allows 106"), text);
    text = refusal(deep("s", SocketFile.MAX_PATH));
    assertTrue(text.contains("the directory leaves no room for ."), text);
  }

  @Test
  void a_relative_path_is_taken_as_it_is() throws Exception {
    Path path = Path.of("").toAbsolutePath().relativize(directory.resolve("api.sock"));
    HttpService service = service(ListenAddress.unix(path));
    service.start();
    assertServes(service);
    service.stop();
    assertTrue(Files.notExists(path));
  }

  // Again and again, unless somebody else listens there.
  private static boolean comeAndGo(ListenAddress address) throws IOException {
    for (int i = 0; i < 1000; i++) {
      try {
        OwnSocket.bind(address).close();
      } catch (IOException refused) {
        if (!String.valueOf(refused.getMessage()).contains("another program listens there")) {
          throw refused;
        }
      }
    }
    return true;
  }

  @Test
  void those_who_leave_never_fail_those_who_come() throws Exception {
    ListenAddress address = ListenAddress.unix(directory.resolve("shared.sock"));
    FutureTask<Boolean> others = new FutureTask<>(() -> comeAndGo(address));
    Thread.ofPlatform().start(others);
    assertTrue(comeAndGo(address));
    assertTrue(others.get());
  }
}
