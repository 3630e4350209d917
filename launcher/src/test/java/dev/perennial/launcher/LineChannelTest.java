package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineChannelTest {

  @TempDir Path directory;

  @Test
  void a_worker_whose_virtual_threads_all_compute_is_heard() throws Exception {
    try (ControlConnection connection = ControlConnection.in(directory);
        BusyVirtualThreads _ = new BusyVirtualThreads()) {
      connection.worker().send("ready");
      assertEquals(Optional.of("ready"), connection.supervisor().receive());
    }
  }
}
