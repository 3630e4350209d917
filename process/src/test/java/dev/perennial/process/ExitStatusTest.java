package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExitStatusTest {

  @Test
  void an_end_by_itself_has_a_code() {
    assertEquals(new ExitStatus.Exited(0), ExitStatus.ofWaitStatus(0));
    assertEquals(new ExitStatus.Exited(1), ExitStatus.ofWaitStatus(1 << 8));
    assertEquals(new ExitStatus.Exited(255), ExitStatus.ofWaitStatus(255 << 8));
    assertEquals("exit 78", new ExitStatus.Exited(78).text());
  }

  @Test
  void an_end_by_a_signal_has_its_number_with_or_without_a_core() {
    assertEquals(new ExitStatus.Killed(9), ExitStatus.ofWaitStatus(9));
    assertEquals(new ExitStatus.Killed(11), ExitStatus.ofWaitStatus(11 | 0x80));
  }

  @Test
  void known_signals_are_named() {
    assertEquals("signal 9 (KILL)", new ExitStatus.Killed(9).text());
    assertEquals("signal 15 (TERM)", new ExitStatus.Killed(15).text());
    assertEquals("signal 6 (ABRT)", new ExitStatus.Killed(6).text());
    assertEquals("signal 11 (SEGV)", new ExitStatus.Killed(11).text());
    assertEquals("signal 34", new ExitStatus.Killed(34).text());
  }
}
