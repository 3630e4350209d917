package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.process.Signal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutationTest {

  private static final int NEXT = 2;

  private SupervisorFixture f;

  @BeforeEach
  void start() throws Exception {
    f = new SupervisorFixture(RestartMethod.MUTATE, rolling("a", 2)).running();
  }

  private void prepared(int worker) throws Exception {
    f.say(f.worker(worker), new WorkerMessage.Prepared(NEXT));
  }

  private void switched(int worker, String trouble) throws Exception {
    f.say(f.worker(worker), new WorkerMessage.Switched(NEXT, trouble));
  }

  private void refused(int worker, String cause) throws Exception {
    f.say(f.worker(worker), new WorkerMessage.Refused(NEXT, cause));
  }

  private boolean got(int worker, WorkerOrder order) {
    return f.orders.get(f.worker(worker)).contains(order);
  }

  @Test
  void all_workers_are_asked_first_and_then_all_switch() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    assertFalse(got(0, new WorkerOrder.Commit()));
    prepared(1);
    assertTrue(got(0, new WorkerOrder.Commit()) && got(1, new WorkerOrder.Commit()));
    assertEquals(NEXT, f.config.snapshot().generation());
    assertEquals(2, f.started.size());
  }

  @Test
  void a_mutation_is_over_when_every_worker_has_said_that_it_switched() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    prepared(1);
    switched(0, "");
    assertFalse(reply.isDone());
    assertEquals(NEXT, f.worker(0).configGeneration());
    assertEquals(1, f.worker(1).configGeneration());
    switched(1, "");
    assertTrue(reply.get().ok());
  }

  @Test
  void a_listener_that_could_not_follow_is_named_in_the_answer() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    prepared(1);
    switched(0, "");
    switched(1, "listener pool of [database]: no room");
    assertTrue(reply.get().ok());
    assertTrue(reply.get().text().endsWith("listener pool of [database]: no room"));
  }

  @Test
  void one_worker_that_refuses_keeps_all_from_switching_and_all_reasons_are_named()
      throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    refused(0, "pool too small");
    assertFalse(reply.isDone());
    refused(1, "no such disk");
    assertFalse(reply.get().ok());
    assertTrue(reply.get().text().contains("pool too small"), reply.get().text());
    assertTrue(reply.get().text().contains("no such disk"), reply.get().text());
    assertEquals(1, f.config.snapshot().generation());
    f.advance(Duration.ofSeconds(10));
    assertTrue(f.killed.isEmpty());
    assertEquals(2, f.started.size());
  }

  @Test
  void a_worker_that_has_prepared_forgets_what_another_one_refused() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    refused(1, "no");
    assertFalse(reply.get().ok());
    assertTrue(got(0, new WorkerOrder.Abort()));
    assertFalse(got(0, new WorkerOrder.Commit()));
  }

  @Test
  void a_worker_that_does_not_prepare_in_5_s_is_replaced() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    f.advance(Duration.ofSeconds(5));
    assertTrue(f.askedForStacks.contains(f.worker(1)));
    f.advance(Duration.ofSeconds(3));
    assertTrue(f.killed.contains(f.worker(1)));
    switched(0, "");
    assertTrue(reply.get().ok());
    f.isKilledBy(f.worker(1), 9);
    assertEquals(3, f.started.size());
    assertEquals(NEXT, f.newest().configGeneration());
  }

  @Test
  void a_worker_that_does_not_switch_in_5_s_is_replaced() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    prepared(1);
    switched(0, "");
    f.advance(Duration.ofSeconds(5));
    assertTrue(reply.get().ok());
    assertEquals(java.util.List.of(f.worker(1)), f.askedForStacks);
    f.advance(Duration.ofSeconds(3));
    assertEquals(java.util.List.of(f.worker(1)), f.killed);
  }

  @Test
  void a_worker_that_becomes_ready_meanwhile_is_asked_too() throws Exception {
    f.isKilledBy(f.worker(1), 9);
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    assertEquals(NEXT, f.config.snapshot().generation());
    f.ready(f.worker(2));
    assertTrue(got(2, new WorkerOrder.Commit()));
    switched(2, "");
    switched(0, "");
    assertTrue(reply.get().ok());
    assertEquals(NEXT, f.worker(2).configGeneration());
  }

  @Test
  void a_worker_that_becomes_ready_before_the_switch_has_a_say() throws Exception {
    f.isKilledBy(f.worker(1), 9);
    f.ask(Verb.RELOAD_WAIT);
    f.ready(f.worker(2));
    prepared(0);
    assertEquals(1, f.config.snapshot().generation());
    prepared(2);
    assertEquals(NEXT, f.config.snapshot().generation());
    assertTrue(got(2, new WorkerOrder.Commit()));
  }

  @Test
  void a_worker_that_cannot_catch_up_is_replaced() throws Exception {
    f.isKilledBy(f.worker(1), 9);
    f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    switched(0, "");
    f.ready(f.worker(2));
    refused(2, "no such disk");
    assertEquals(4, f.started.size());
    f.ready(f.newest());
    assertTrue(f.wasToldToDrain(f.worker(2)));
  }

  @Test
  void a_worker_that_is_leaving_need_not_answer() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    f.isKilledBy(f.worker(1), 9);
    switched(0, "");
    assertTrue(reply.get().ok());
    assertTrue(f.killed.isEmpty());
  }

  @Test
  void a_mutation_that_another_change_has_overtaken_is_refused() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    f.override("DEFAULT", "graceful_shutdown_timeout", "7");
    prepared(1);
    assertFalse(reply.get().ok());
    assertTrue(reply.get().text().contains("prepare again"), reply.get().text());
    assertTrue(got(0, new WorkerOrder.Abort()) && got(1, new WorkerOrder.Abort()));
  }

  @Test
  void a_stop_cuts_into_a_mutation() throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.RELOAD_WAIT);
    prepared(0);
    f.signal(Signal.TERM);
    assertFalse(reply.get().ok());
    assertEquals(1, f.config.snapshot().generation());
  }
}
