package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PeriodicGridTest {
  private static final long SECOND = 1_000_000_000L;

  private static PeriodicGrid grid(long last, long spacing, RandomGenerator random) {
    return new PeriodicGrid(spec(spacing), last * SECOND, random);
  }

  private static PeriodicTaskSpec spec(long spacing) {
    return PeriodicTaskSpec.every("task", Duration.ofSeconds(spacing));
  }

  private static RandomGenerator drawing(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("only even draws are asked for");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }

  @Test
  void after_a_late_run_the_boundaries_are_where_they_were() {
    long[][] cases = {{10, 7, 19, 17}, {13, 7, 28, 27}, {781, 88, 1841, 1837}};
    for (long[] c : cases) {
      PeriodicGrid grid = grid(c[0], c[1], drawing(0));
      assertEquals(1, grid.take(c[2] * SECOND).runs());
      assertEquals(c[3] * SECOND, grid.lastPoint());
    }
  }

  @Test
  void a_first_run_that_comes_at_once_is_the_boundary() {
    PeriodicGrid grid = grid(0, 88, drawing(0));
    grid.beginAt(1835 * SECOND);
    assertEquals(1, grid.take(1835 * SECOND).runs());
    assertEquals(1835 * SECOND, grid.lastPoint());
  }

  @Test
  void a_run_is_late_by_up_to_a_twentieth_of_its_spacing() {
    double[][] cases = {{1.0, 1410}, {0.5, 1405}};
    for (double[] c : cases) {
      PeriodicGrid grid = grid(1000, 200, drawing(c[0]));
      grid.take(1300 * SECOND);
      assertEquals((long) c[1] * SECOND, grid.next());
    }
    PeriodicGrid dense = grid(0, 19, drawing(1));
    assertEquals(19 * SECOND, dense.next());
  }

  @Test
  void lateness_by_chance_does_not_add_up() {
    List<Long> first = new ArrayList<>();
    PeriodicGrid grid = grid(1000, 100, drawing(0.999_999));
    for (int run = 0; run < 10_000; run++) {
      first.add(grid.next() / SECOND);
      assertEquals(new PeriodicGrid.Due(1, 0), grid.take(grid.next()));
    }
    // Upstream went 1100, 1204, 1308, 1412 and was later by a quarter of an hour after these runs.
    assertEquals(List.of(1104L, 1204L, 1304L, 1404L), first.subList(0, 4));
    assertEquals(1000 + 10_000 * 100 + 4, first.getLast());
  }

  @Test
  void chance_spreads_the_runs_over_a_twentieth() {
    long seed = 11;
    PeriodicGrid grid = grid(0, 100, new Random(seed));
    List<Long> late = new ArrayList<>();
    for (int run = 1; run <= 1000; run++) {
      late.add(grid.next() - run * 100 * SECOND);
      grid.take(grid.next());
    }
    assertTrue(late.stream().allMatch(l -> l >= 0 && l < 5 * SECOND), () -> "seed " + seed);
    assertTrue(late.stream().anyMatch(l -> l < SECOND), () -> "seed " + seed);
    assertTrue(late.stream().anyMatch(l -> l > 4 * SECOND), () -> "seed " + seed);
  }

  private static PeriodicGrid.Due behind(MissedRuns policy, int most, boolean blocked, long now) {
    PeriodicGrid grid = new PeriodicGrid(spec(10).missing(policy, most), 0, drawing(0));
    if (blocked) {
      grid.blockedUntil(now * SECOND);
    }
    PeriodicGrid.Due due = grid.take(now * SECOND);
    assertEquals(now / 10 * 10 * SECOND, grid.lastPoint());
    return due;
  }

  @Test
  void a_run_that_is_only_late_is_not_missed() {
    for (MissedRuns policy : MissedRuns.values()) {
      assertEquals(new PeriodicGrid.Due(0, 0), behind(policy, 1, false, 9));
      assertEquals(new PeriodicGrid.Due(1, 0), behind(policy, 1, false, 10));
      assertEquals(new PeriodicGrid.Due(1, 0), behind(policy, 1, false, 19));
    }
  }

  @Test
  void missed_runs_are_skipped_or_made_up_for_once_or_up_to_a_number() {
    assertEquals(new PeriodicGrid.Due(0, 4), behind(MissedRuns.SKIP, 1, false, 47));
    assertEquals(new PeriodicGrid.Due(1, 3), behind(MissedRuns.ONCE, 1, false, 47));
    assertEquals(new PeriodicGrid.Due(3, 1), behind(MissedRuns.CATCH_UP, 3, false, 47));
    assertEquals(new PeriodicGrid.Due(4, 0), behind(MissedRuns.CATCH_UP, 9, false, 47));
  }

  @Test
  void a_run_whose_moment_came_while_the_task_could_not_run_is_missed() {
    assertEquals(new PeriodicGrid.Due(0, 1), behind(MissedRuns.SKIP, 1, true, 12));
    assertEquals(new PeriodicGrid.Due(1, 0), behind(MissedRuns.ONCE, 1, true, 12));
    assertEquals(new PeriodicGrid.Due(1, 0), behind(MissedRuns.CATCH_UP, 5, true, 12));
  }
}
