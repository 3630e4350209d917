package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Subscription;
import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.launcher.SupervisorFixture.Spec;
import dev.perennial.process.Signal;
import dev.perennial.service.Replacement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Reloads, with workers on paper.
class RolloutTest {

  @Test
  void one_canary_boots_and_the_old_workers_serve_until_it_is_ready() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 3)).running();
    f.signal(Signal.HUP);
    assertEquals(4, f.started.size());
    assertFalse(f.wasToldToDrain(f.worker(0)));
    assertEquals(1, f.config.snapshot().generation());
  }

  @Test
  void workers_are_replaced_one_at_a_time_and_drain_beside_the_next_boot() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.worker(2));
    assertTrue(f.wasToldToDrain(f.worker(0)));
    assertFalse(f.wasToldToDrain(f.worker(1)));
    assertEquals(4, f.started.size());
    assertFalse(reply.isDone());
    f.ready(f.worker(3));
    assertTrue(f.wasToldToDrain(f.worker(1)));
    assertTrue(reply.get().ok());
    assertEquals(2, f.fleet.generation());
    assertEquals(2, f.config.snapshot().generation());
  }

  @Test
  void a_canary_that_fails_leaves_everything_as_it_was() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.say(f.newest(), new WorkerMessage.Failed("java.lang.IllegalStateException: boom"));
    f.exits(f.newest(), 1);
    assertFalse(reply.get().ok());
    assertTrue(reply.get().text().contains("boom"), reply.get().text());
    assertTrue(reply.get().text().contains("a/0"));
    assertEquals(1, f.fleet.generation());
    assertEquals(1, f.config.snapshot().generation());
    assertFalse(f.wasToldToDrain(f.worker(0)) || f.wasToldToDrain(f.worker(1)));
    assertEquals(3, f.started.size());
  }

  @Test
  void a_canary_that_crashed_on_its_cache_is_followed_by_one_without() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.newest().crashedOnCache();
    f.isKilledBy(f.newest(), 11);
    assertFalse(reply.isDone());
    assertEquals(3, f.started.size());
    f.ready(f.newest());
    assertTrue(reply.get().ok());
  }

  @Test
  void a_second_service_whose_canary_fails_keeps_the_first_from_being_replaced() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1), rolling("b", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.worker(2));
    assertFalse(f.wasToldToDrain(f.worker(0)));
    f.exits(f.worker(3), 1);
    assertFalse(reply.get().ok());
    assertTrue(f.wasToldToDrain(f.worker(2)), "the canary that was ready may have accepted");
    assertEquals(f.worker(0), f.serving(0, 0).orElseThrow());
  }

  @Test
  void a_reload_that_another_change_has_overtaken_fails_and_changes_nothing() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.override("DEFAULT", "graceful_shutdown_timeout", "7");
    WorkerHandle canary = f.newest();
    f.ready(canary);
    assertFalse(reply.get().ok());
    assertTrue(reply.get().text().contains("prepare again"), reply.get().text());
    assertTrue(f.wasToldToDrain(canary));
    assertEquals(f.worker(0), f.serving(0, 0).orElseThrow());
    assertEquals(1, f.fleet.generation());
  }

  @Test
  void a_worker_that_fails_after_the_commit_is_tried_three_times() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    for (int i = 0; i < 3; i++) {
      assertFalse(reply.isDone());
      f.exits(f.newest(), 1);
    }
    assertFalse(reply.get().ok());
    assertEquals(f.worker(1), f.serving(0, 1).orElseThrow());
    assertEquals(2, f.fleet.generation());
  }

  @Test
  void a_slot_waits_for_its_last_predecessor_before_it_is_replaced_again() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.signal(Signal.HUP);
    f.ready(f.worker(1));
    f.signal(Signal.HUP);
    assertEquals(2, f.started.size());
    f.exits(f.worker(0), 0);
    assertEquals(3, f.started.size());
  }

  @Test
  void a_reload_that_ends_with_an_error_is_refused_and_the_next_one_begins() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    Subscription check =
        f.config
            .live(ServiceOptions.class)
            .checkEvery((_, _) -> {
              throw new NoClassDefFoundError("app/Pool");
            });
    Reply refused = f.ask(Verb.RELOAD_WAIT).get();
    assertFalse(refused.ok());
    assertTrue(refused.text().contains("app/Pool"), refused.text());
    check.close();
    f.signal(Signal.HUP);
    assertEquals(2, f.started.size());
  }

  @Test
  void any_number_of_hups_during_a_reload_cost_one_more() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    for (int i = 0; i < 1000; i++) {
      f.signal(Signal.HUP);
    }
    assertEquals(2, f.started.size());
    f.ready(f.worker(1));
    f.exits(f.worker(0), 0);
    assertEquals(3, f.started.size());
    f.ready(f.worker(2));
    f.exits(f.worker(1), 0);
    f.turn();
    assertEquals(3, f.started.size());
    assertEquals(3, f.fleet.generation());
  }

  @Test
  void hup_while_services_start_reloads_once_they_are_ready() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.turn();
    f.signal(Signal.HUP);
    assertEquals(1, f.started.size());
    f.ready(f.worker(0));
    assertEquals(2, f.started.size());
  }

  @Test
  void term_cuts_into_a_reload_and_ends_both_generations() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.worker(2));
    f.signal(Signal.TERM);
    f.turn();
    assertFalse(reply.get().ok());
    assertTrue(f.wasToldToDrain(f.worker(1)) && f.wasToldToDrain(f.worker(2)));
    assertTrue(f.killed.contains(f.worker(3)));
    for (int i = 0; i < 4; i++) {
      f.exits(f.worker(i), 0);
    }
    assertEquals(0, f.supervisor.run());
  }

  @Test
  void hup_while_stopping_changes_nothing() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.signal(Signal.TERM);
    f.turn();
    assertFalse(f.ask(Verb.RELOAD_WAIT).get().ok());
    f.signal(Signal.HUP);
    f.exits(f.worker(0), 0);
    assertEquals(0, f.supervisor.run());
    assertEquals(1, f.started.size());
  }

  @Test
  void a_worker_that_dies_in_the_middle_is_replaced_by_the_new_generation() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    f.signal(Signal.HUP);
    f.ready(f.worker(2));
    f.isKilledBy(f.worker(1), 9);
    assertEquals(4, f.started.size(), "its successor boots already");
    f.ready(f.worker(3));
    assertEquals(f.worker(3), f.serving(0, 1).orElseThrow());
  }

  @Test
  void the_successor_of_a_worker_that_was_told_to_leave_is_no_canary() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.say(f.worker(0), new WorkerMessage.WantsToLeave());
    WorkerHandle successor = f.newest();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    assertEquals(List.of(successor), f.killed);
    assertEquals(2, f.started.size());
    f.isKilledBy(successor, 9);
    WorkerHandle canary = f.newest();
    assertEquals(2, canary.generation());
    assertFalse(reply.isDone() || f.wasToldToDrain(f.worker(0)));
    f.ready(canary);
    assertTrue(reply.get().ok());
    assertEquals(canary, f.serving(0, 0).orElseThrow());
  }

  @Test
  void the_successor_of_a_worker_that_was_told_to_leave_is_none_of_the_new_generation()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    f.say(f.worker(1), new WorkerMessage.WantsToLeave());
    WorkerHandle successor = f.newest();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    WorkerHandle canary = f.newest();
    f.ready(successor);
    f.ready(canary);
    assertTrue(f.wasToldToDrain(successor));
    assertFalse(reply.isDone() || f.wasToldToDrain(f.worker(1)));
    f.exits(successor, 0);
    f.ready(f.newest());
    assertTrue(reply.get().ok());
    assertEquals(2, f.serving(0, 1).orElseThrow().generation());
  }

  @Test
  void in_a_handover_the_new_worker_takes_over_when_the_old_one_is_gone() throws Exception {
    SupervisorFixture f = new SupervisorFixture(new Spec("a", 1, Replacement.HANDOVER)).running();
    assertTrue(f.standbys.isEmpty());
    f.signal(Signal.HUP);
    WorkerHandle next = f.newest();
    assertEquals(1, f.standbys.size());
    f.ready(next);
    assertTrue(f.wasToldToDrain(f.worker(0)));
    assertFalse(f.orders.get(next).contains(new WorkerOrder.TakeOver()));
    f.exits(f.worker(0), 0);
    assertTrue(f.orders.get(next).contains(new WorkerOrder.TakeOver()));
  }

  @Test
  void a_worker_is_told_to_take_over_only_once() throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("a", 1, Replacement.HANDOVER), rolling("b", 1)).running();
    f.signal(Signal.HUP);
    WorkerHandle serving = f.worker(2);
    f.ready(serving);
    f.ready(f.worker(3));
    f.exits(f.worker(0), 0);
    f.exits(f.worker(1), 0);
    f.signal(Signal.HUP);
    WorkerHandle canary = f.worker(4);
    f.ready(canary);
    f.exits(f.worker(5), 1);
    assertTrue(f.wasToldToDrain(canary));
    f.exits(canary, 0);
    assertEquals(serving, f.serving(0, 0).orElseThrow());
    assertEquals(
        1, f.orders.get(serving).stream().filter(o -> o instanceof WorkerOrder.TakeOver).count());
  }

  @Test
  void a_canary_that_fails_leaves_no_trace_in_the_slot() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.signal(Signal.HUP);
    f.exits(f.newest(), 1);
    assertEquals("", f.worker(0).slot().lastExit());
  }
}
