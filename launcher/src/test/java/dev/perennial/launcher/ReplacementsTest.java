package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.launcher.SupervisorFixture.Spec;
import dev.perennial.process.Signal;
import dev.perennial.service.Replacement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Single workers that were told to leave, on paper.
class ReplacementsTest {

  @Test
  void a_worker_that_was_told_to_leave_serves_until_its_successor_is_ready() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    WorkerHandle old = f.worker(0);
    f.say(old, new WorkerMessage.WantsToLeave());
    assertEquals(2, f.started.size());
    assertFalse(f.wasToldToDrain(old));
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(old));
    assertEquals(f.newest(), f.serving(0, 0).orElseThrow());
    f.exits(old, 0);
    assertEquals(2, f.started.size());
  }

  @Test
  void a_worker_whose_successor_fails_stays() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    WorkerHandle old = f.worker(0);
    f.say(old, new WorkerMessage.WantsToLeave());
    f.exits(f.newest(), 1);
    assertEquals(old, f.serving(0, 0).orElseThrow());
    assertEquals(2, f.started.size());
    assertFalse(f.wasToldToDrain(old));
  }

  @Test
  void a_successor_that_crashed_on_its_cache_is_followed_by_one_without() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.say(f.worker(0), new WorkerMessage.WantsToLeave());
    f.newest().crashedOnCache();
    f.isKilledBy(f.newest(), 11);
    assertEquals(3, f.started.size());
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(f.worker(0)));
  }

  @Test
  void an_exclusive_worker_ends_before_its_successor_starts() throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("broker", 1, Replacement.EXCLUSIVE)).running();
    WorkerHandle old = f.worker(0);
    f.say(old, new WorkerMessage.WantsToLeave());
    assertEquals(List.of(old), f.started);
    assertTrue(f.wasToldToDrain(old));
    f.exits(old, 0);
    assertEquals(2, f.started.size());
    assertEquals(f.newest(), f.serving(0, 0).orElseThrow());
    assertEquals(0, f.newest().slot().restarts(), "it was wanted");
  }

  @Test
  void an_exclusive_worker_that_leaves_while_canaries_boot_is_followed_by_a_new_one()
      throws Exception {
    SupervisorFixture f =
        new SupervisorFixture(new Spec("broker", 1, Replacement.EXCLUSIVE), rolling("a", 1))
            .running();
    WorkerHandle old = f.worker(0);
    f.say(old, new WorkerMessage.WantsToLeave());
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    WorkerHandle canary = f.newest();
    f.exits(old, 0);
    assertEquals("broker/0", f.newest().slot().toString());
    f.ready(f.newest());
    f.ready(canary);
    assertTrue(reply.get().ok());
    assertEquals(4, f.started.size());
  }

  @Test
  void a_successor_that_boots_where_nobody_serves_serves_before_it_is_replaced() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.say(f.worker(0), new WorkerMessage.WantsToLeave());
    WorkerHandle successor = f.newest();
    f.exits(f.worker(0), 1);
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    assertEquals(List.of(), f.killed);
    assertEquals(2, f.started.size());
    f.ready(successor);
    assertEquals(successor, f.serving(0, 0).orElseThrow());
    WorkerHandle canary = f.newest();
    assertEquals(2, canary.generation());
    assertFalse(reply.isDone() || f.wasToldToDrain(successor));
    f.ready(canary);
    assertTrue(f.wasToldToDrain(successor));
    assertTrue(reply.get().ok());
  }

  @Test
  void a_successor_that_gets_ready_where_nobody_serves_as_a_reload_begins_serves()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.say(f.worker(0), new WorkerMessage.WantsToLeave());
    WorkerHandle successor = f.newest();
    f.connect(successor);
    f.exits(f.worker(0), 1);
    f.aside =
        task -> {
          f.supervisor.handle(new Command.Said(successor, new WorkerMessage.Ready()));
          task.run();
        };
    f.signal(Signal.HUP);
    assertEquals(2, f.newest().generation(), "the canary boots");
    assertFalse(f.wasToldToDrain(successor));
    f.exits(f.newest(), 1);
    assertEquals(successor, f.serving(0, 0).orElseThrow());
  }

  @Test
  void a_canary_that_fails_takes_back_no_wish_to_leave() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.say(f.worker(0), new WorkerMessage.WantsToLeave());
    WorkerHandle dropped = f.newest();
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    f.isKilledBy(dropped, 9);
    f.exits(f.newest(), 1);
    assertFalse(reply.get().ok());
    f.turn();
    assertEquals(4, f.started.size());
    assertEquals(1, f.newest().generation());
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(f.worker(0)));
  }
}
