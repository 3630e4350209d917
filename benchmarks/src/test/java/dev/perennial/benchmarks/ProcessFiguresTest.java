package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {

  @Test
  void a_process_may_have_brackets_and_blanks_in_its_name() {
    ProcessFigures.Stat stat =
        ProcessFigures.Stat.parse(
            "4711 (a) b (c) S 17 4711 4711 0 -1 4194560 9 0 0 0 250 50 1 2 20 0 3 0 8800 1 2");
    assertEquals(17, stat.parent());
    assertEquals(3_000_000, stat.cpuMicros());
    assertEquals(8800, stat.startTicks());
  }

  @Test
  void pss_is_the_whole_and_not_one_of_its_parts() {
    String rollup =
        """
        55d0-7ffc ---p 00000000 00:00 0    [rollup]
        Rss:               90000 kB
        Pss:               58000 kB
        Pss_Dirty:         40000 kB
        Pss_Anon:          39000 kB
        """;
    assertEquals(58000, ProcessFigures.pss(rollup));
    assertThrows(IllegalArgumentException.class, () -> ProcessFigures.pss("Rss: 1 kB\n"));
  }

  @Test
  void this_process_is_the_first_of_its_family() throws Exception {
    long self = ProcessHandle.current().pid();
    assertEquals(self, ProcessFigures.family(self).getFirst());
    assertTrue(ProcessFigures.cpuMicros(List.of(self)) > 0);
    assertTrue(ProcessFigures.pssKilobytes(self) > 1000);
    assertTrue(ProcessFigures.ticksNow() >= ProcessFigures.stat(self).startTicks());
  }
}
