package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.recorded.LogRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackdoorTest {

  @TempDir private Path directory;

  private final List<Backdoor> opened = new ArrayList<>();

  @AfterEach
  void closeAll() {
    opened.forEach(Backdoor::close);
  }

  private Optional<BackdoorAddress> open(Config config) {
    Optional<Backdoor> backdoor = Backdoor.initializeIfEnabled(config);
    backdoor.ifPresent(opened::add);
    return backdoor.map(Backdoor::address);
  }

  private static Config port(String port) {
    return Config.forTesting(BackdoorOptions.class).set("DEFAULT", "backdoor_port", port).build();
  }

  private static Config socket(Path path) {
    return Config.forTesting(BackdoorOptions.class)
        .set("DEFAULT", "backdoor_socket", path.toString())
        .build();
  }

  private int open(String port) {
    return ((BackdoorAddress.Port) open(port(port)).orElseThrow()).number();
  }

  private static ServerSocket occupy(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
  }

  // Two ports side by side that nobody else has at the moment.
  private static int freePair() throws IOException {
    while (true) {
      try (ServerSocket first = occupy(0);
          ServerSocket second = occupy(first.getLocalPort() + 1)) {
        return second.getLocalPort() - 1;
      } catch (IOException taken) {
        continue;
      }
    }
  }

  @Test
  void without_an_option_there_is_none() {
    assertEquals(Optional.empty(), open(Config.forTesting(BackdoorOptions.class).build()));
  }

  @Test
  void port_0_is_any_free_one_which_is_logged() {
    String line = "backdoor of process " + ProcessHandle.current().pid() + " on port ";
    long before = LogRecorder.count(line);
    int port = open("0");
    assertTrue(port > 0);
    assertEquals(before + 1, LogRecorder.count(line));
    assertTrue(LogRecorder.count(line + port) > 0);
  }

  @Test
  void a_certain_port_is_that_one() throws IOException {
    int port = freePair();
    assertEquals(port, open(Integer.toString(port)));
  }

  @Test
  void a_process_has_one_however_often_it_is_initialized() {
    Config config = port("0");
    assertEquals(open(config), open(config));
    assertSame(opened.getFirst(), opened.getLast());
  }

  @Test
  void a_range_gives_each_process_its_own() throws IOException {
    int first = freePair();
    String range = first + ":" + (first + 1);
    assertEquals(first, open(range));
    assertEquals(first + 1, open(range));
  }

  @Test
  void a_range_skips_a_port_that_is_taken() throws IOException {
    int first = freePair();
    try (ServerSocket other = occupy(first)) {
      assertEquals(other.getLocalPort() + 1, open(first + ":" + (first + 1)));
    }
  }

  @Test
  void a_taken_port_is_a_warning_and_no_failure() throws IOException {
    try (ServerSocket other = occupy(0)) {
      int port = other.getLocalPort();
      String line = "WARNING no backdoor in this process: backdoor_port " + port + " is taken";
      long before = LogRecorder.count(line);
      assertEquals(Optional.empty(), open(port(Integer.toString(port))));
      assertEquals(before + 1, LogRecorder.count(line));
    }
  }

  @Test
  void a_range_without_a_free_port_is_a_warning_too() throws IOException {
    int first = freePair();
    try (ServerSocket one = occupy(first);
        ServerSocket two = occupy(first + 1)) {
      String range = one.getLocalPort() + ":" + two.getLocalPort();
      String line = "backdoor_port " + range + " is taken";
      long before = LogRecorder.count(line);
      assertEquals(Optional.empty(), open(port(range)));
      assertEquals(before + 1, LogRecorder.count(line));
    }
  }

  @Test
  void a_socket_is_private_and_its_file_goes_with_it() throws IOException {
    Path path = directory.resolve("backdoor");
    assertEquals(Optional.of(new BackdoorAddress.SocketFile(path)), open(socket(path)));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    opened.getFirst().close();
    try (var left = Files.list(directory)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void the_number_of_the_process_is_filled_in() {
    long pid = ProcessHandle.current().pid();
    assertEquals(
        Optional.of(new BackdoorAddress.SocketFile(directory.resolve("b-" + pid))),
        open(socket(directory.resolve("b-{pid}"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{broken", "{broken}"})
  void other_braces_are_taken_as_they_are_with_a_warning(String text) {
    Path path = directory.resolve(text);
    assertEquals(Optional.of(new BackdoorAddress.SocketFile(path)), open(socket(path)));
    assertEquals(1, LogRecorder.count("so " + path + " is taken as it is"));
  }

  @Test
  void a_socket_wins_over_a_port() {
    Path path = directory.resolve("backdoor");
    Config both =
        Config.forTesting(BackdoorOptions.class)
            .set("DEFAULT", "backdoor_socket", path.toString())
            .set("DEFAULT", "backdoor_port", "0")
            .build();
    assertEquals(Optional.of(new BackdoorAddress.SocketFile(path)), open(both));
  }

  @Test
  void the_socket_of_a_process_that_was_killed_is_replaced() throws IOException {
    Path path = directory.resolve("backdoor");
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    assertTrue(Files.exists(path));
    assertEquals(Optional.of(new BackdoorAddress.SocketFile(path)), open(socket(path)));
  }

  @Test
  void the_socket_of_a_live_process_is_left_alone() throws IOException {
    Path path = directory.resolve("backdoor");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      assertEquals(Optional.empty(), open(socket(path)));
      assertTrue(other.isOpen());
      assertTrue(Files.exists(path));
      assertEquals(1, LogRecorder.count(path + " is in use by another process"));
    }
  }

  @Test
  void a_file_that_is_no_socket_is_left_alone() throws IOException {
    Path path = Files.writeString(directory.resolve("backdoor"), "precious");
    assertEquals(Optional.empty(), open(socket(path)));
    assertEquals("precious", Files.readString(path));
  }

  @Test
  void a_pipe_is_left_alone() throws Exception {
    Path path = directory.resolve("backdoor");
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    assertEquals(Optional.empty(), open(socket(path)));
    assertTrue(Files.exists(path));
    assertEquals(1, LogRecorder.count(path + " is there, and no socket; move it away"));
  }

  @Test
  void a_path_that_cannot_be_had_is_a_warning() {
    Path path = directory.resolve("missing/backdoor");
    assertEquals(Optional.empty(), open(socket(path)));
    assertEquals(1, LogRecorder.count("WARNING no backdoor in this process: " + path.getParent()));
    assertFalse(Files.exists(path));
  }
}
