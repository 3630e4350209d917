package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.SupervisorFixture.Spec;
import dev.perennial.process.Signal;
import dev.perennial.service.Replacement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of a handover when the new worker ends while the old one still drains.
class StandbyTest {

  private static final int KILL = 9;

  private final SupervisorFixture f = new SupervisorFixture(new Spec("a", 1, Replacement.HANDOVER));
  private WorkerHandle old;
  private WorkerHandle third;

  @BeforeEach
  void kill_the_new_worker_while_the_old_one_drains() throws Exception {
    f.running();
    old = f.newest();
    f.signal(Signal.HUP);
    WorkerHandle second = f.newest();
    f.ready(second);
    assertTrue(f.wasToldToDrain(old));
    f.isKilledBy(second, KILL);
    third = f.newest();
    assertEquals(List.of(old, second, third), f.started);
  }

  @Test
  void a_worker_that_replaces_a_dead_one_stands_by_for_one_that_still_drains() throws Exception {
    assertTrue(f.standbys.contains(third));
    f.ready(third);
    assertFalse(tookOver(third));
    f.exits(old, 0);
    assertTrue(tookOver(third));
  }

  @Test
  void one_that_boots_while_the_old_one_leaves_takes_over_when_it_is_ready() throws Exception {
    f.exits(old, 0);
    assertFalse(tookOver(third));
    f.ready(third);
    assertTrue(tookOver(third));
  }

  @Test
  void one_that_starts_after_the_old_one_has_left_does_not_stand_by() throws Exception {
    f.exits(old, 0);
    f.ready(third);
    f.isKilledBy(third, KILL);
    assertFalse(f.standbys.contains(f.newest()));
  }

  private boolean tookOver(WorkerHandle worker) {
    return f.orders.get(worker).contains(new WorkerOrder.TakeOver());
  }
}
