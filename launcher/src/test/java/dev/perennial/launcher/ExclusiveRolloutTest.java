package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.launcher.SupervisorFixture.Spec;
import dev.perennial.service.Replacement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Reloads of services of which two workers cannot live together, on paper.
class ExclusiveRolloutTest {

  @Test
  void an_exclusive_service_whose_options_are_the_same_is_left_alone() throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("broker", 1, Replacement.EXCLUSIVE), rolling("a", 1))
            .running();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    assertTrue(reply.get().ok());
    assertEquals(f.worker(0), f.serving(0, 0).orElseThrow());
    assertFalse(f.wasToldToDrain(f.worker(0)));
    assertEquals(3, f.started.size());
  }

  @Test
  void an_exclusive_worker_that_leaves_when_the_reload_has_failed_is_followed_by_a_new_one()
      throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(rolling("a", 1), new Spec("broker", 1, Replacement.EXCLUSIVE))
            .running();
    WorkerHandle old = f.newest();
    f.override("DEFAULT", "graceful_shutdown_timeout", "7");
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(old));
    f.exits(f.newest(), 1);
    for (int i = 0; i < 3; i++) {
      assertFalse(reply.isDone());
      f.exits(f.newest(), 1);
      f.advance(Duration.ofSeconds(5));
    }
    assertFalse(reply.get().ok());
    f.exits(old, 0);
    assertEquals(2, f.serving(1, 0).orElseThrow().generation());
  }

  @Test
  void an_exclusive_worker_that_a_failed_reload_left_behind_is_replaced_by_the_next_one()
      throws Exception {
    SupervisorFixture f = afterReloadThatFailedBeforeBroker();
    WorkerHandle broker = f.worker(2);
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(broker));
    assertFalse(reply.isDone());
    f.exits(broker, 0);
    f.ready(f.newest());
    assertTrue(reply.get().ok());
    assertEquals(3, f.serving(1, 0).orElseThrow().generation());
  }

  @Test
  void an_exclusive_worker_that_has_started_since_its_options_changed_is_left_alone()
      throws Exception {
    SupervisorFixture f = afterReloadThatFailedBeforeBroker();
    f.isKilledBy(f.worker(2), 9);
    WorkerHandle broker = f.newest();
    assertEquals(2, broker.generation());
    f.ready(broker);
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    f.ready(f.newest());
    assertTrue(reply.get().ok());
    assertEquals(broker, f.serving(1, 0).orElseThrow());
  }

  @Test
  void an_exclusive_worker_that_boots_with_the_values_in_force_is_awaited() throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("broker", 1, Replacement.EXCLUSIVE), rolling("a", 1))
            .running();
    f.isKilledBy(f.worker(0), 9);
    WorkerHandle booting = f.newest();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    assertEquals(List.of(), f.killed);
    assertEquals(booting, f.serving(0, 0).orElseThrow());
    assertFalse(reply.isDone());
    f.ready(booting);
    assertTrue(reply.get().ok());
    assertEquals(4, f.started.size(), "the broker, once more, and a twice");
    assertFalse(f.wasToldToDrain(booting));
  }

  @Test
  void an_exclusive_worker_that_boots_with_the_values_in_force_and_fails_is_followed_by_a_new_one()
      throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("broker", 1, Replacement.EXCLUSIVE), rolling("a", 1))
            .running();
    f.isKilledBy(f.worker(0), 9);
    WorkerHandle booting = f.newest();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    f.exits(booting, 1);
    f.advance(Duration.ofSeconds(5));
    assertEquals(2, f.newest().generation());
    f.ready(f.newest());
    assertTrue(reply.get().ok());
  }

  @Test
  void an_exclusive_worker_that_boots_with_old_values_begins_anew_once() throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("broker", 1, Replacement.EXCLUSIVE), rolling("a", 1))
            .running();
    f.isKilledBy(f.worker(0), 9);
    WorkerHandle booting = f.newest();
    f.override("DEFAULT", "graceful_shutdown_timeout", "7");
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    assertEquals(List.of(booting), f.killed);
    assertEquals(4, f.started.size(), "not before the other one is gone");
    f.isKilledBy(booting, 9);
    assertEquals(5, f.started.size());
    assertEquals(2, f.serving(0, 0).orElseThrow().generation());
    f.ready(f.newest());
    assertTrue(reply.get().ok());
  }

  // The third worker is that of the broker, which has none of the options now in force.
  private static SupervisorFixture afterReloadThatFailedBeforeBroker() throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(rolling("a", 2), new Spec("broker", 1, Replacement.EXCLUSIVE))
            .running();
    f.override("DEFAULT", "graceful_shutdown_timeout", "7");
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.ready(f.newest());
    for (int i = 0; i < 3; i++) {
      f.exits(f.newest(), 1);
    }
    assertFalse(reply.get().ok() || f.wasToldToDrain(f.worker(2)));
    f.exits(f.worker(0), 0);
    return f;
  }
}
