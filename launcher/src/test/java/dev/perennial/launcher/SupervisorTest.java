package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.process.Signal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Start and supervision, with workers on paper.
class SupervisorTest {

  @Test
  void a_service_starts_when_the_one_before_it_is_ready() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2), rolling("b", 1));
    f.turn();
    assertEquals(2, f.started.size());
    f.ready(f.worker(0));
    assertEquals(2, f.started.size());
    f.ready(f.worker(1));
    assertEquals(3, f.started.size());
    assertEquals("b/0", f.newest().slot().toString());
    assertFalse(f.announced);
    f.ready(f.worker(2));
    assertTrue(f.announced);
  }

  @Test
  void a_worker_that_cannot_start_at_first_ends_the_program_with_1() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.turn();
    f.say(f.worker(0), new WorkerMessage.Failed("no such class"));
    f.exits(f.worker(0), 1);
    f.turn();
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void a_worker_that_crashed_on_its_cache_is_followed_by_one_without() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.turn();
    f.worker(0).crashedOnCache();
    f.isKilledBy(f.worker(0), 6);
    assertEquals(2, f.started.size());
    f.ready(f.newest());
    assertTrue(f.announced);
  }

  @Test
  void a_worker_that_does_not_get_ready_prints_its_stacks_and_is_killed() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.turn();
    f.advance(Duration.ofSeconds(59));
    assertTrue(f.askedForStacks.isEmpty());
    f.advance(Duration.ofSeconds(1));
    assertEquals(f.started, f.askedForStacks);
    assertTrue(f.killed.isEmpty());
    f.advance(Duration.ofSeconds(3));
    assertEquals(f.started, f.killed);
    assertEquals(f.started, f.askedForStacks, "asked once");
  }

  @Test
  void a_worker_has_settled_three_seconds_after_it_was_ready() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.advance(Duration.ofMillis(2999));
    assertTrue(f.settled.isEmpty());
    f.advance(Duration.ofMillis(1));
    assertEquals(f.started, f.settled);
    f.advance(Duration.ofSeconds(10));
    assertEquals(f.started, f.settled, "once");
  }

  @Test
  void a_worker_that_ends_unasked_is_replaced_at_once_the_first_time() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    f.isKilledBy(f.worker(0), 9);
    assertEquals(3, f.started.size());
    assertEquals(0, f.newest().slot().number());
    assertEquals(1, f.newest().slot().restarts());
    assertEquals("signal 9 (KILL) from outside", f.newest().slot().lastExit());
  }

  @Test
  void a_worker_that_exits_with_0_unasked_is_replaced_too() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.exits(f.worker(0), 0);
    assertEquals(2, f.started.size());
    assertEquals("unexpected exit 0", f.newest().slot().lastExit());
  }

  @Test
  void five_ends_in_a_row_are_a_crash_loop_until_a_worker_lives_for_a_minute() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    WorkerSlot slot = f.worker(0).slot();
    for (int i = 1; i <= 5; i++) {
      assertFalse(slot.isInCrashLoop());
      f.exits(f.newest(), 0);
      f.advance(Duration.ofSeconds(40));
      assertEquals(i + 1, f.started.size());
      f.ready(f.newest());
    }
    assertTrue(slot.isInCrashLoop());
    f.advance(Duration.ofSeconds(60));
    assertFalse(slot.isInCrashLoop());
  }

  @Test
  void a_crash_loop_backs_off_and_a_stop_is_heard_meanwhile() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.isKilledBy(f.newest(), 11);
    f.ready(f.newest());
    f.isKilledBy(f.newest(), 11);
    assertEquals(2, f.started.size());
    f.advance(Duration.ofMillis(700));
    assertEquals(2, f.started.size());
    f.advance(Duration.ofMillis(600));
    assertEquals(3, f.started.size());
    f.isKilledBy(f.newest(), 11);
    f.signal(Signal.TERM);
    assertEquals(0, f.supervisor.run());
    assertEquals(3, f.started.size());
  }

  @Test
  void the_pauses_of_a_crash_loop_grow_until_they_are_half_a_minute() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    for (int i = 0; i < 7; i++) {
      f.exits(f.newest(), 1);
      f.advance(Duration.ofSeconds(40));
      f.ready(f.newest());
    }
    for (int i = 0; i < 3; i++) {
      int before = f.started.size();
      f.exits(f.newest(), 1);
      f.advance(Duration.ofSeconds(23));
      assertEquals(before, f.started.size(), "half a minute less a fifth");
      f.advance(Duration.ofSeconds(14));
      assertEquals(before + 1, f.started.size(), "half a minute and a fifth");
      f.ready(f.newest());
    }
  }

  @Test
  void a_worker_that_worked_and_was_killed_from_outside_is_replaced_at_once_each_time()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    for (int i = 1; i <= 20; i++) {
      f.isKilledBy(f.newest(), 9);
      assertEquals(i + 1, f.started.size());
      f.ready(f.newest());
    }
    assertEquals(20, f.newest().slot().restarts());
    assertFalse(f.newest().slot().isInCrashLoop());
  }

  @Test
  void one_that_is_killed_on_and_on_backs_off_until_a_worker_lives_for_a_minute() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    for (int i = 1; i <= 21; i++) {
      f.isKilledBy(f.newest(), 9);
      f.ready(f.newest());
    }
    f.isKilledBy(f.newest(), 9);
    assertEquals(22, f.started.size(), "not at once");
    f.advance(Duration.ofSeconds(2));
    assertEquals(23, f.started.size());
    f.ready(f.newest());
    f.advance(Duration.ofSeconds(60));
    f.isKilledBy(f.newest(), 9);
    assertEquals(24, f.started.size(), "at once");
  }

  @Test
  void a_worker_that_the_kernel_may_have_killed_for_want_of_memory_backs_off() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    f.memoryKills = Optional.of(2L);
    f.isKilledBy(f.worker(0), 9);
    f.isKilledBy(f.worker(1), 9);
    f.ready(f.newest());
    f.memoryKills = Optional.of(3L);
    f.isKilledBy(f.newest(), 9);
    assertEquals(4, f.started.size(), "not at once");
    f.advance(Duration.ofSeconds(2));
    assertEquals(5, f.started.size());
  }

  @Test
  void a_worker_that_is_killed_before_it_worked_backs_off() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.isKilledBy(f.newest(), 9);
    f.isKilledBy(f.newest(), 9);
    f.isKilledBy(f.newest(), 9);
    assertEquals(3, f.started.size(), "not at once");
  }

  @Test
  void a_spawn_that_fails_is_tried_again_and_never_ends_the_program() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.spawnFails = true;
    f.isKilledBy(f.worker(0), 9);
    assertTrue(f.serving(0, 0).isEmpty());
    f.spawnFails = false;
    f.advance(Duration.ofSeconds(3));
    assertEquals(2, f.started.size());
  }

  @Test
  void a_worker_without_a_link_is_killed_if_it_lives_on() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.handle(new Command.Disconnected(f.worker(0)));
    assertTrue(f.killed.isEmpty());
    f.advance(Duration.ofMillis(500));
    assertEquals(1, f.askedForStacks.size());
    f.advance(Duration.ofMillis(500));
    assertEquals(1, f.killed.size());
  }
}
