package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BackdoorServerTest {

  @TempDir private Path directory;

  private final AtomicInteger threads = new AtomicInteger();

  private static String ask(Path path, String text) throws IOException {
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      Channels.newOutputStream(socket).write(text.getBytes(StandardCharsets.UTF_8));
      return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  // As many sessions as there may be lack a thread.
  private void assertLeaveRoomForOthers(IntPredicate isMissing) throws Exception {
    Path path = directory.resolve("backdoor");
    Console console =
        Console.of(Config.forTesting(BackdoorOptions.class).build(), JavaAccess.OVER_TCP);
    try (BackdoorServer server =
        BackdoorServer.on(SocketPath.bind(path), console, () -> thread(isMissing))) {
      server.start();
      for (int i = 0; i < BackdoorServer.MAX_SESSIONS; i++) {
        assertEquals("", ask(path, ""));
      }
      String answer = ask(path, "help\n");
      assertTrue(answer.contains("prof"), answer);
    }
  }

  private Thread.Builder thread(IntPredicate isMissing) {
    if (isMissing.test(threads.getAndIncrement())) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return Thread.ofVirtual();
  }

  @Test
  void sessions_that_got_no_thread_leave_room_for_others() throws Exception {
    assertLeaveRoomForOthers(number -> number < BackdoorServer.MAX_SESSIONS);
  }

  @Test
  void so_do_sessions_that_nobody_could_read_for() throws Exception {
    assertLeaveRoomForOthers(number -> number < 2 * BackdoorServer.MAX_SESSIONS && number % 2 == 1);
  }
}
