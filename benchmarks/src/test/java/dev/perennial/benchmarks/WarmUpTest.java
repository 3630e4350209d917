package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void goes_on_while_the_cost_falls() {
    WarmUp warmUp =
        added(new WarmUp(10, 40), List.of(200, 100, 90, 80, 70, 60, 55, 50, 45, 40, 38));
    assertFalse(warmUp.isOver());
  }

  @Test
  void is_over_once_the_cost_has_stopped_to_fall() {
    WarmUp warmUp = added(new WarmUp(10, 40), List.of(200, 60, 40, 20, 20, 21, 20, 22, 20, 20));
    assertTrue(warmUp.isOver());
    assertEquals("200 60 40 20 20 21 20 22 20 20", warmUp.toString());
  }

  @Test
  void decides_nothing_before_the_fewest_rounds() {
    assertFalse(added(new WarmUp(11, 40), List.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5)).isOver());
  }

  @Test
  void ends_after_the_most_rounds_whatever_they_cost() {
    assertTrue(added(new WarmUp(1, 3), List.of(300, 200, 100)).isOver());
  }

  private static WarmUp added(WarmUp warmUp, List<Integer> costs) {
    costs.forEach(cost -> warmUp.add(cost));
    return warmUp;
  }
}
