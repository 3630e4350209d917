package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/// How a supervisor ends its workers, which are on paper.
class ShutdownTest {

  @Test
  void term_drains_services_in_reverse_order_each_gone_before_the_next() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1), rolling("b", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    assertTrue(f.wasToldToDrain(f.worker(1)));
    assertFalse(f.wasToldToDrain(f.worker(0)));
    f.exits(f.worker(1), 0);
    f.turn();
    assertTrue(f.wasToldToDrain(f.worker(0)));
    f.exits(f.worker(0), 0);
    assertEquals(0, f.supervisor.run());
  }

  @Test
  void term_cuts_off_what_is_not_done_at_the_deadline_and_exits_with_1() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.advance(Duration.ofSeconds(28));
    assertTrue(f.killed.isEmpty());
    assertTrue(f.askedForStacks.isEmpty());
    f.advance(Duration.ofMillis(500));
    assertEquals(f.started, f.askedForStacks);
    assertEquals(
        new WorkerOrder.Perform(0, List.of("report")), f.orders.get(f.worker(0)).getLast());
    assertTrue(f.killed.isEmpty());
    f.advance(Duration.ofMillis(1499));
    assertFalse(f.wasCutOff(f.worker(0)));
    f.advance(Duration.ofMillis(1));
    assertTrue(f.wasCutOff(f.worker(0)));
    f.exits(f.worker(0), Worker.EXIT_LATE);
    assertTrue(f.killed.isEmpty());
    assertEquals(
        "cut off: did not finish within graceful_shutdown_timeout (exit 4)",
        f.worker(0).slot().lastExit());
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void what_does_not_end_when_it_is_cut_off_is_killed_two_seconds_later() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.advance(Duration.ofSeconds(30));
    f.exits(f.worker(0), Worker.EXIT_LATE);
    f.advance(Duration.ofMillis(1999));
    assertTrue(f.killed.isEmpty());
    f.advance(Duration.ofMillis(1));
    assertEquals(List.of(f.worker(1)), f.killed);
    f.isKilledBy(f.worker(1), 9);
    assertEquals(
        "cut off: did not finish within graceful_shutdown_timeout, nor 2 s later (signal 9 (KILL))",
        f.worker(1).slot().lastExit());
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void after_the_deadline_a_service_has_its_turn_when_those_after_it_are_gone() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1), rolling("b", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.advance(Duration.ofSeconds(30));
    assertTrue(f.wasCutOff(f.worker(1)));
    assertFalse(f.wasToldToDrain(f.worker(0)), "b may need it to say that it was cut off");
    f.exits(f.worker(1), Worker.EXIT_LATE);
    f.turn();
    assertEquals(List.of(new WorkerOrder.Drain(0)), f.orders.get(f.worker(0)));
    f.exits(f.worker(0), Worker.EXIT_LATE);
    assertEquals(1, f.supervisor.run());
    assertTrue(f.killed.isEmpty());
  }

  @Test
  void after_the_deadline_a_service_that_hangs_does_not_take_the_turns_of_all_others()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1), rolling("b", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.advance(Duration.ofSeconds(30));
    f.advance(Duration.ofSeconds(1));
    assertEquals(List.of(new WorkerOrder.Drain(0)), f.orders.get(f.worker(0)));
    f.exits(f.worker(0), 0);
    f.advance(Duration.ofSeconds(1));
    assertEquals(List.of(f.worker(1)), f.killed);
    f.isKilledBy(f.worker(1), 9);
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void a_predecessor_that_drains_since_a_reload_is_cut_off_at_the_deadline_of_the_stop()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.override("DEFAULT", "graceful_shutdown_timeout", "5");
    f.ask(ControlRequest.Verb.RELOAD_WAIT);
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(f.worker(0)));
    f.override("DEFAULT", "graceful_shutdown_timeout", "1");
    f.signal(Signal.TERM);
    f.turn();
    f.exits(f.newest(), 0);
    f.advance(Duration.ofSeconds(1));
    assertTrue(f.wasCutOff(f.worker(0)));
    f.exits(f.worker(0), Worker.EXIT_LATE);
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void a_worker_that_a_reload_replaces_is_cut_off_at_its_deadline_and_killed_later()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.ask(ControlRequest.Verb.RELOAD_WAIT);
    f.ready(f.newest());
    f.advance(Duration.ofMillis(29_999));
    assertFalse(f.wasCutOff(f.worker(0)));
    f.advance(Duration.ofMillis(1));
    assertTrue(f.wasCutOff(f.worker(0)));
    f.advance(Duration.ofMillis(1999));
    assertTrue(f.killed.isEmpty());
    f.advance(Duration.ofMillis(1));
    assertEquals(List.of(f.worker(0)), f.killed);
  }

  @Test
  void a_worker_that_has_little_time_to_drain_is_asked_for_its_stacks_when_half_of_it_is_over()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.override("DEFAULT", "graceful_shutdown_timeout", "1");
    f.signal(Signal.TERM);
    f.turn();
    f.advance(Duration.ofMillis(499));
    assertTrue(f.askedForStacks.isEmpty());
    f.advance(Duration.ofMillis(1));
    assertEquals(f.started, f.askedForStacks);
  }

  @Test
  void a_second_term_and_int_kill_at_once() throws Exception {
    for (Signal second : new Signal[] {Signal.TERM, Signal.INT}) {
      SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
      f.signal(Signal.TERM);
      f.turn();
      f.signal(second);
      assertEquals(2, f.killed.size());
      f.isKilledBy(f.worker(0), 9);
      f.isKilledBy(f.worker(1), 9);
      assertEquals(1, f.supervisor.run());
    }
  }

  @Test
  void int_kills_at_once_even_while_services_start() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.turn();
    f.signal(Signal.INT);
    assertEquals(1, f.killed.size());
    f.isKilledBy(f.worker(0), 9);
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void term_while_services_start_ends_those_that_boot() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1), rolling("b", 1));
    f.turn();
    f.signal(Signal.TERM);
    f.turn();
    assertEquals(1, f.killed.size());
    f.isKilledBy(f.worker(0), 9);
    assertEquals(0, f.supervisor.run());
    assertEquals(1, f.started.size());
  }

  @Test
  void term_while_ten_workers_start_ends_them_all() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 10), rolling("b", 1));
    f.turn();
    f.ready(f.worker(3));
    f.signal(Signal.TERM);
    f.turn();
    assertEquals(10, f.started.size());
    assertEquals(9, f.killed.size());
    assertTrue(f.wasToldToDrain(f.worker(3)));
    for (WorkerHandle worker : f.killed) {
      f.isKilledBy(worker, 9);
    }
    f.exits(f.worker(3), 0);
    assertEquals(0, f.supervisor.run());
    assertEquals(10, f.started.size());
  }

  @Test
  void a_worker_that_exits_late_makes_the_exit_code_1() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.exits(f.worker(0), Worker.EXIT_LATE);
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void a_worker_that_is_killed_from_outside_while_it_drains_makes_the_exit_code_1()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.isKilledBy(f.worker(0), 9);
    f.exits(f.worker(1), 0);
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void a_worker_that_crashes_during_a_stop_makes_the_exit_code_1() throws Exception {
    for (int service = 0; service < 2; service++) {
      SupervisorFixture f = new SupervisorFixture(rolling("a", 1), rolling("b", 1)).running();
      f.signal(Signal.TERM);
      f.turn();
      f.isKilledBy(f.worker(service), 11);
      f.turn();
      f.exits(f.worker(1 - service), 0);
      assertEquals(1, f.supervisor.run(), "told to drain or not yet");
    }
  }

  @Test
  void a_worker_whose_drain_has_failed_makes_the_exit_code_1() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    f.say(f.worker(0), new WorkerMessage.Failed("no such class"));
    f.exits(f.worker(0), Worker.EXIT_FAILED);
    assertEquals(1, f.supervisor.run());
  }

  @Test
  void an_operator_is_warned_of_a_replaced_worker_that_was_cut_off() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    Logger logger = Logger.getLogger("dev.perennial.launcher");
    RecordedLines logged = new RecordedLines();
    logger.addHandler(logged);
    try {
      f.ask(ControlRequest.Verb.RELOAD_WAIT);
      f.ready(f.newest());
      f.exits(f.worker(0), 0);
      f.ready(f.newest());
      f.advance(Duration.ofSeconds(30));
      f.exits(f.worker(1), Worker.EXIT_LATE);
    } finally {
      logger.removeHandler(logged);
    }
    assertEquals(
        List.of("INFO {0} has left: {1}", "WARNING {0} has left: {1}"),
        logged.all().stream().filter(line -> line.contains("has left")).toList());
  }
}
