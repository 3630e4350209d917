package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.OperatorMistake;
import dev.perennial.config.OptionConflict;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void a_failure_is_told_with_its_place_and_its_causes() {
    Exception failure =
        new IllegalStateException(
            "no database", new IOException("refused", new IOException("port 1")));
    String line = OneLine.of(failure);
    assertTrue(
        line.startsWith(
            "java.lang.IllegalStateException: no database, at "
                + OneLineTest.class.getName()
                + ".a_failure_is_told_with_its_place_and_its_causes(OneLineTest.java:"),
        line);
    assertTrue(
        line.endsWith(
            "; caused by java.io.IOException: refused; caused by java.io.IOException: port 1"),
        line);
  }

  @Test
  void a_message_of_several_lines_becomes_one() {
    Exception failure = new IOException("first\n  second\r\nthird");
    failure.setStackTrace(new StackTraceElement[0]);
    assertEquals("java.io.IOException: first second third", OneLine.of(failure));
  }

  @Test
  void a_mistake_of_an_operator_is_told_by_its_message_alone() {
    Exception mistake = new Mistake("a.ini:3: no section 'b'\n  a.ini:7: no section 'c'");
    assertEquals("a.ini:3: no section 'b'; a.ini:7: no section 'c'", OneLine.of(mistake));
    assertFalse(OneLine.isFaultOfTheProgram(mistake));
  }

  private static final class Mistake extends RuntimeException implements OperatorMistake {
    @Serial private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message);
    }
  }

  @Test
  void what_the_surroundings_did_is_no_fault_of_the_program() {
    assertFalse(OneLine.isFaultOfTheProgram(new IOException("no such file")));
    assertFalse(OneLine.isFaultOfTheProgram(new UncheckedIOException(new IOException("full"))));
    assertFalse(
        OneLine.isFaultOfTheProgram(
            Config.forTesting(ServiceOptions.class)
                .build()
                .live(ServiceOptions.class)
                .refusal(new OptionConflict("no such file"))));
    assertTrue(OneLine.isFaultOfTheProgram(new IllegalStateException("never")));
    assertTrue(OneLine.isFaultOfTheProgram(new NoClassDefFoundError("gone")));
  }
}
