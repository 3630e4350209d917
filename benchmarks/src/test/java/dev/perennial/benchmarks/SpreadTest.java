package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void the_median_of_an_odd_number_is_the_one_in_the_middle() {
    assertEquals(new Spread(1, 3, 9), Spread.of(List.of(9, 1, 3)));
  }

  @Test
  void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    assertEquals(new Spread(1, 2.5, 4), Spread.of(List.of(4.0, 2.0, 1.0, 3.0)));
  }

  @Test
  void nothing_has_no_spread() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }

  @Test
  void a_percentile_is_a_value_that_was_measured() {
    int[] hundred = IntStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();
    assertEquals(99, Spread.percentile(hundred, 99));
    assertEquals(50, Spread.percentile(hundred, 50));
    assertEquals(100, Spread.percentile(hundred, 100));
    assertEquals(7, Spread.percentile(new int[] {7}, 99));
    assertEquals(0, Spread.percentile(new int[0], 99));
  }

  @Test
  void a_spread_is_written_with_the_digits_that_were_asked_for() {
    assertEquals("1.0 / 2.3 / 10.0", new Spread(1, 2.25001, 10).text(1));
  }
}
