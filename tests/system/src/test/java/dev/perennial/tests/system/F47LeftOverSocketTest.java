package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F47: a file stands where the program wants its UNIX socket. One that a crash left is replaced in
/// one step, so that the name never is without a file; one that somebody listens on is left alone.
class F47LeftOverSocketTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @EnumSource
  void what_a_crash_left_is_replaced_in_one_step(Kind launcher) throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name());
    Program first = programs.startReady(file);
    first.killAndAwaitWorkers(Form.atOnce(1));
    assertEquals(Set.of("api.sock", "s/control.sock"), Set.copyOf(first.socketFiles()));
    AtomicLong looks = new AtomicLong();
    Thread watch = watchMissing(file.path("api.sock"), looks);
    Program second = programs.startReady(file);
    watch.interrupt();
    watch.join();
    assertTrue(looks.get() > 0, "the file was missing for a moment");
    assertTrue(OneRequest.text(unix(file), "/value").startsWith("first"));
    second.stop();
  }

  // Counts its looks, and turns the count negative when it finds no file.
  private static Thread watchMissing(Path path, AtomicLong looks) {
    return Thread.ofPlatform()
        .start(() -> {
          while (!Thread.currentThread().isInterrupted() && looks.get() >= 0) {
            looks.set(Files.exists(path) ? looks.get() + 1 : Long.MIN_VALUE);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void a_socket_of_another_program_that_is_alive_is_left_alone(Kind launcher) throws Exception {
    ProgramFile file = programs.file().api(1).set("launcher", launcher.name());
    Path path = file.path("api.sock");
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(path));
      Program program = programs.start(file);
      assertEquals(1, program.awaitExit(Program.PATIENCE), program::explanation);
      assertEquals(
          1,
          program.countLines("unix:" + path + ": another program listens"),
          program::explanation);
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
        assertTrue(client.isConnected(), "the other program can still be reached");
      }
    }
  }

  private static Target unix(ProgramFile file) {
    return new Target.Unix(file.path("api.sock"));
  }
}
