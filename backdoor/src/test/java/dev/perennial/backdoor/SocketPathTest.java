package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
