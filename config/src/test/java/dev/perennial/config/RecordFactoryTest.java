package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.elsewhere.OptionsElsewhere;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordFactoryTest {

  record Empty() {}

  record EveryKind(
      boolean a,
      byte b,
      char c,
      short d,
      int e,
      long f,
      float g,
      double h,
      String text,
      int[] numbers,
      String[][] table,
      List<Duration> list) {}

  private enum Choice {
    LEFT
  }

  private record Hidden(Choice choice) {}

  record Refusing(int number) {
    Refusing {
      throw new IllegalArgumentException("not " + number);
    }
  }

  @Test
  void makes_a_record_without_components() {
    assertEquals(new Empty(), RecordFactory.of(Empty.class).make(new Object[0]));
  }

  @Test
  void takes_every_kind_of_component() {
    int[] numbers = {1, 2};
    String[][] table = {{"x"}};
    Object[] components = {
      true,
      (byte) -1,
      'ß',
      (short) 300,
      70_000,
      1L << 40,
      1.5f,
      2.5,
      "text",
      numbers,
      table,
      List.of(Duration.ZERO)
    };
    assertEquals(
        new EveryKind(
            true,
            (byte) -1,
            'ß',
            (short) 300,
            70_000,
            1L << 40,
            1.5f,
            2.5,
            "text",
            numbers,
            table,
            List.of(Duration.ZERO)),
        RecordFactory.of(EveryKind.class).make(components));
  }

  @Test
  void makes_a_private_record_of_a_private_type() {
    assertEquals(
        new Hidden(Choice.LEFT), RecordFactory.of(Hidden.class).make(new Object[] {Choice.LEFT}));
  }

  @Test
  void makes_a_record_of_another_package() {
    assertEquals(
        OptionsElsewhere.of("text", 3),
        RecordFactory.of(OptionsElsewhere.type()).make(new Object[] {"text", 3}));
  }

  @Test
  void passes_on_the_verdict_of_a_constructor_as_it_is() {
    IllegalArgumentException verdict =
        assertThrows(
            IllegalArgumentException.class,
            () -> RecordFactory.of(Refusing.class).make(new Object[] {7}));
    assertEquals("not 7", verdict.getMessage());
  }

  @Test
  void is_the_same_for_the_same_type() {
    assertSame(RecordFactory.of(Empty.class), RecordFactory.of(Empty.class));
  }
}
