package dev.perennial.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  private static final Logger ABOVE = Logger.getLogger("log.lines");
  private static final Logger BELOW = Logger.getLogger("log.lines.below");
  private static final Logger BESIDE = Logger.getLogger("log.others");

  @Test
  void hears_a_logger_and_those_below_it_from_the_beginning_to_the_end() {
    ABOVE.info("before");
    LogLines heard;
    try (LogLines log = LogLines.of("log.lines")) {
      heard = log;
      ABOVE.log(Level.INFO, "{0} of {1}", new Object[] {3, 4});
      BELOW.warning("below");
      BELOW.fine("left out by its level");
      BESIDE.info("beside");
      assertEquals(List.of("3 of 4", "below"), log.all());
      assertEquals(List.of("3 of 4"), log.with("of"));
      assertEquals(1, log.count("below"));
      log.clear();
    }
    ABOVE.info("after");
    assertEquals(List.of(), heard.all());
  }

  @Test
  void waits_for_what_another_thread_logs() throws Exception {
    try (LogLines log = LogLines.of("log.lines")) {
      Thread other =
          Thread.ofVirtual()
              .start(() -> {
                ABOVE.info("once");
                ABOVE.info("once more");
              });
      log.await("once", 2, Duration.ofSeconds(30));
      assertEquals(2, log.count("once"));
      other.join();
    }
  }

  @Test
  void what_was_logged_instead_is_part_of_the_failure() {
    try (LogLines log = LogLines.of("log.lines")) {
      ABOVE.info("something else");
      AssertionError failure =
          assertThrows(AssertionError.class, () -> log.await("awaited", 1, Duration.ofMillis(1)));
      assertEquals(
          "not logged 1 times within PT0.001S: \"awaited\", but [something else]",
          failure.getMessage());
    }
  }
}
