package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.SettableTicker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryKillsTest {

  @TempDir Path temp;

  private final SettableTicker ticker = new SettableTicker();
  private Optional<Long> count = Optional.of(7L);

  @Test
  void a_kill_counts_for_all_who_are_reaped_in_the_next_ten_seconds() {
    MemoryKills kills = new MemoryKills(() -> count, ticker);
    assertFalse(kills.mayBeTheCause());
    count = Optional.of(8L);
    assertTrue(kills.mayBeTheCause());
    ticker.advance(Duration.ofSeconds(9));
    assertTrue(kills.mayBeTheCause());
    ticker.advance(Duration.ofSeconds(1));
    assertFalse(kills.mayBeTheCause());
  }

  @Test
  void a_kernel_that_does_not_count_may_always_have_been_it() {
    count = Optional.empty();
    assertTrue(new MemoryKills(() -> count, ticker).mayBeTheCause());
  }

  @Test
  void the_count_is_found_among_the_counters_of_the_kernel() throws Exception {
    Path counters = temp.resolve("vmstat");
    Files.writeString(counters, "nr_free_pages 12\noom_kill 34\noom_kill_other 5\n");
    assertEquals(Optional.of(34L), MemoryKills.count(counters));
    Files.writeString(counters, "nr_free_pages 12\n");
    assertEquals(Optional.empty(), MemoryKills.count(counters));
    assertEquals(Optional.empty(), MemoryKills.count(temp.resolve("absent")));
    assertTrue(MemoryKills.count(Path.of("/proc/vmstat")).isPresent());
  }
}
