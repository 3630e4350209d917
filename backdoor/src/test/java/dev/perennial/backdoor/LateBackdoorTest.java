package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.recorded.LogRecorder;
import dev.perennial.schedule.SettableTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateBackdoorTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private Path directory;

  private final SettableTicker ticker = new SettableTicker();

  private static Config config(String option, Object value) {
    return Config.forTesting(BackdoorOptions.class)
        .set("DEFAULT", option, value.toString())
        .build();
  }

  private static ServerSocket predecessor() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static Optional<BackdoorAddress> address(LateBackdoor backdoor) {
    return backdoor.get().map(Backdoor::address);
  }

  @Test
  void a_port_that_is_free_is_had_at_once() {
    try (LateBackdoor backdoor = LateBackdoor.open(config("backdoor_port", "0"), ticker.timers())) {
      assertTrue(backdoor.get().isPresent());
      assertEquals(0, ticker.waiting());
    }
  }

  @Test
  void a_port_that_is_taken_is_had_once_its_owner_has_left() throws IOException {
    ServerSocket predecessor = predecessor();
    int port = predecessor.getLocalPort();
    try (LateBackdoor backdoor =
        LateBackdoor.open(config("backdoor_port", port), ticker.timers())) {
      for (int i = 0; i < 5; i++) {
        ticker.advance(LONG);
        assertEquals(Optional.empty(), address(backdoor));
      }
      predecessor.close();
      ticker.advance(LONG);
      assertEquals(Optional.of(new BackdoorAddress.Port(port)), address(backdoor));
      assertEquals(0, ticker.waiting());
      assertEquals(1, LogRecorder.count("is free: backdoor_port " + port + " is taken"));
    }
  }

  @Test
  void so_is_a_socket() throws IOException {
    Path path = directory.resolve("backdoor");
    Backdoor predecessor =
        Backdoor.initializeIfEnabled(config("backdoor_socket", path)).orElseThrow();
    try (LateBackdoor backdoor =
        LateBackdoor.open(config("backdoor_socket", path), ticker.timers())) {
      assertEquals(Optional.empty(), address(backdoor));
      predecessor.close();
      ticker.advance(LONG);
      assertEquals(Optional.of(new BackdoorAddress.SocketFile(path)), address(backdoor));
    }
  }

  @Test
  void a_process_that_ends_gives_up() throws IOException {
    try (ServerSocket predecessor = predecessor()) {
      LateBackdoor backdoor =
          LateBackdoor.open(config("backdoor_port", predecessor.getLocalPort()), ticker.timers());
      assertEquals(1, ticker.waiting());
      backdoor.close();
      assertEquals(0, ticker.waiting());
    }
  }

  @Test
  void what_no_time_mends_is_tried_once() {
    Path path = directory.resolve("missing/backdoor");
    try (LateBackdoor backdoor =
        LateBackdoor.open(config("backdoor_socket", path), ticker.timers())) {
      assertEquals(Optional.empty(), address(backdoor));
      assertEquals(0, ticker.waiting());
    }
  }
}
