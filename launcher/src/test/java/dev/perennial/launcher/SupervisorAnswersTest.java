package dev.perennial.launcher;

import static dev.perennial.launcher.SupervisorFixture.rolling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.process.Signal;
import dev.perennial.service.Activity;
import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnections.Shown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What operators ask a supervisor for, with workers on paper.
class SupervisorAnswersTest {

  private static final String SUPERVISOR =
      "{\"service\":\"supervisor\",\"slot\":0,\"pid\":" + ProcessHandle.current().pid();

  @Test
  void status_waits_for_the_workers_but_no_longer_than_a_second() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.STATUS);
    f.say(f.worker(0), new WorkerMessage.Reports(new Activity(7, 1), Optional.empty(), List.of()));
    assertFalse(reply.isDone());
    f.advance(Duration.ofSeconds(1));
    assertTrue(reply.isDone());
    assertTrue(reply.get().text().contains("\"requests_total\":7,\"in_flight\":1"));
  }

  @Test
  void status_tells_when_the_certificate_of_a_worker_ends() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.STATUS);
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    f.say(f.worker(0), new WorkerMessage.Reports(Activity.NONE, Optional.of(end), List.of()));
    assertTrue(reply.get().text().contains("\"certificate_ends\":\"2027-01-01T00:00:00Z\""));
  }

  @Test
  void status_tells_of_the_connections_to_the_bus_also_of_a_worker_that_starts() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.supervisor.advance();
    f.connect(f.worker(0));
    CompletableFuture<Reply> reply = f.ask(Verb.STATUS);
    BusConnection consuming =
        new BusConnection(
            "consume",
            BusConnection.State.CONNECTING,
            "localhost:5672",
            Instant.parse("2026-01-01T00:00:00Z"),
            "nobody listens");
    List<Shown> bus = List.of(new Shown("conductor", consuming));
    f.say(f.worker(0), new WorkerMessage.Reports(Activity.NONE, Optional.empty(), bus));
    assertTrue(
        reply
            .get()
            .text()
            .contains(
                "\"bus\":[{\"service\":\"conductor\",\"purpose\":\"consume\",\"state\":"
                    + "\"connecting\",\"host\":\"localhost:5672\",\"since\":"
                    + "\"2026-01-01T00:00:00Z\",\"reason\":\"nobody listens\"}]"),
        reply.get().text());
  }

  @Test
  void status_is_answered_at_once_when_all_workers_have_spoken() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.STATUS);
    f.say(f.worker(0), WorkerMessage.Reports.NOTHING);
    assertTrue(reply.get().text().contains("\"state\":\"running\""));
  }

  private static WorkerMessage performed(long number, Performance.Kind kind, String text) {
    return new WorkerMessage.Performed(number, new Performance(kind, text));
  }

  @Test
  void an_operation_is_performed_by_every_worker_and_answered_when_all_have_spoken()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2), rolling("b", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM, List.of("tasks", "run", "sweep"));
    for (WorkerHandle worker : f.started) {
      assertEquals(
          new WorkerOrder.Perform(1, List.of("tasks", "run", "sweep")),
          f.orders.get(worker).getLast());
    }
    f.say(f.worker(0), performed(1, Performance.Kind.DONE, "[{\"task\":\"sweep\"}]"));
    f.say(f.worker(1), performed(1, Performance.Kind.FAILED, "no \"disk\""));
    f.say(f.worker(2), performed(99, Performance.Kind.DONE, "[]"));
    assertFalse(reply.isDone());
    f.say(f.worker(2), performed(1, Performance.Kind.ABSENT, ""));
    assertTrue(reply.get().ok());
    assertEquals(
        "{\"workers\":["
            + "{\"service\":\"a\",\"slot\":0,\"pid\":1000,\"rows\":[{\"task\":\"sweep\"}]},"
            + "{\"service\":\"a\",\"slot\":1,\"pid\":1001,\"failed\":\"no \\\"disk\\\"\"}]}",
        reply.get().text());
  }

  @Test
  void an_operation_that_nobody_offers_is_a_failure() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM, List.of("dance"));
    f.say(f.worker(0), performed(1, Performance.Kind.ABSENT, ""));
    assertEquals(Reply.failed("no service offers dance"), reply.get());
  }

  @Test
  void a_worker_that_is_not_ready_or_leaves_says_nothing_of_what_its_service_offers()
      throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1));
    f.supervisor.advance();
    f.connect(f.worker(0));
    assertEquals(
        Reply.failed("no worker is ready"), f.ask(Verb.PERFORM, List.of("tasks", "list")).get());
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM_IN, List.of("a", "dump"));
    f.ready(f.worker(0));
    f.exits(f.worker(0), 1);
    assertEquals(Reply.failed("a ended before it answered"), reply.get());
  }

  @Test
  void a_worker_that_does_not_perform_delays_the_answer_by_five_seconds() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM, List.of("tasks"));
    f.exits(f.worker(1), 1);
    assertFalse(reply.isDone());
    f.advance(Duration.ofSeconds(5));
    assertFalse(reply.get().ok());
    assertTrue(reply.get().text().contains("did not answer within 5 s"));
  }

  @Test
  void a_worker_that_hangs_fails_no_answer_of_another() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM, List.of("tasks"));
    f.say(f.worker(1), performed(1, Performance.Kind.DONE, "[]"));
    f.advance(Duration.ofSeconds(5));
    assertEquals(
        Reply.done(
            "{\"workers\":[{\"service\":\"a\",\"slot\":1,\"pid\":1001,\"rows\":[]},"
                + "{\"service\":\"a\",\"slot\":0,\"pid\":1000,"
                + "\"failed\":\"did not answer within 5 s\"}]}"),
        reply.get());
  }

  @Test
  void one_process_may_take_its_time_but_not_the_patience_of_the_operator() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    CompletableFuture<Reply> dump = f.ask(Verb.PERFORM_IN, List.of("a", "dump"));
    f.advance(Duration.ofSeconds(24));
    assertFalse(dump.isDone());
    f.advance(Duration.ofSeconds(1));
    assertTrue(dump.get().text().contains("process 1000 did not answer within 25 s"));
  }

  @Test
  void an_operation_of_the_supervisor_that_hangs_is_told_as_well() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    List<Runnable> standing = new ArrayList<>();
    f.aside = standing::add;
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM_IN, List.of("supervisor", "dump"));
    f.advance(Duration.ofSeconds(25));
    assertFalse(reply.get().ok());
    assertTrue(reply.get().text().contains(" did not answer within 25 s"), reply.get().text());
    standing.forEach(Runnable::run);
  }

  @Test
  void an_operation_in_one_process_is_performed_by_nobody_else() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2), rolling("b", 1)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.PERFORM_IN, List.of("a/1", "dump", "all"));
    assertEquals(
        new WorkerOrder.Perform(1, List.of("dump", "all")), f.orders.get(f.worker(1)).getLast());
    f.say(f.worker(1), performed(1, Performance.Kind.DONE, "[]"));
    assertEquals(
        "{\"workers\":[{\"service\":\"a\",\"slot\":1,\"pid\":1001,\"rows\":[]}]}",
        reply.get().text());
  }

  @Test
  void a_process_is_named_by_its_service_if_that_has_one_slot_or_by_its_pid() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 2), rolling("b", 1)).running();
    for (String name : List.of("b", "b/0", "1002")) {
      CompletableFuture<Reply> reply = f.ask(Verb.PERFORM_IN, List.of(name, "dance"));
      f.say(f.worker(2), performed(1, Performance.Kind.ABSENT, ""));
      assertEquals(Reply.failed(name + " does not offer dance"), reply.get());
      f = new SupervisorFixture(rolling("a", 2), rolling("b", 1)).running();
    }
    assertEquals(
        "several processes a; name one of supervisor, a/0, a/1, b/0",
        f.ask(Verb.PERFORM_IN, List.of("a", "dump")).get().text());
    assertEquals(
        "no process c; name one of supervisor, a/0, a/1, b/0",
        f.ask(Verb.PERFORM_IN, List.of("c", "dump")).get().text());
  }

  @Test
  void the_supervisor_is_a_process_too() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    assertEquals(
        Reply.failed("supervisor does not offer dance"),
        f.ask(Verb.PERFORM_IN, List.of("supervisor", "dance")).get());
  }

  @Test
  void an_answer_that_cannot_be_given_is_a_failure_and_ends_nothing() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.metrics = Optional.empty();
    Reply reply = f.ask(Verb.METRICS).get();
    assertFalse(reply.ok());
    assertTrue(reply.text().contains("NoSuchElementException"), reply.text());
    assertFalse(f.supervisor.isStopping());
  }

  @Test
  void a_signal_that_cannot_be_obeyed_ends_nothing_either() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("a", 1)).running();
    f.aside =
        _ -> {
          throw new InternalError("no thread");
        };
    f.signal(Signal.USR1);
    f.aside = Runnable::run;
    f.signal(Signal.USR1);
    assertEquals(List.of("start supervisor", "reopen"), f.extension.told);
    assertFalse(f.supervisor.isStopping());
  }

  @Test
  void log_files_are_opened_again_in_the_supervisor_and_in_every_worker() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("api", 2)).running();
    CompletableFuture<Reply> reply = f.ask(Verb.REOPEN_LOGS);
    assertEquals(List.of("start supervisor", "reopen"), f.extension.told);
    for (int n = 0; n < 2; n++) {
      assertEquals(
          new WorkerOrder.Perform(1, List.of("reopen-logs")), f.orders.get(f.worker(n)).getLast());
      f.say(f.worker(n), performed(1, Performance.Kind.DONE, "[]"));
    }
    assertTrue(reply.join().ok());
    f.signal(Signal.USR1);
    assertEquals(List.of("start supervisor", "reopen", "reopen"), f.extension.told);
  }

  @Test
  void log_files_are_opened_again_in_workers_that_start_or_drain_too() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("api", 1)).running();
    f.signal(Signal.HUP);
    WorkerHandle old = f.worker(0);
    WorkerHandle successor = f.newest();
    f.connect(successor);
    assertIsAnsweredOnceBothHave(f, old, successor);
    f.ready(successor);
    assertTrue(f.wasToldToDrain(old));
    assertIsAnsweredOnceBothHave(f, successor, old);
  }

  private static void assertIsAnsweredOnceBothHave(
      SupervisorFixture f, WorkerHandle one, WorkerHandle other) throws Exception {
    CompletableFuture<Reply> reply = f.ask(Verb.REOPEN_LOGS);
    for (WorkerHandle worker : List.of(one, other)) {
      assertFalse(reply.isDone());
      WorkerOrder.Perform order =
          assertInstanceOf(WorkerOrder.Perform.class, f.orders.get(worker).getLast());
      f.say(worker, performed(order.number(), Performance.Kind.DONE, "[]"));
    }
    assertTrue(reply.join().ok());
  }

  @Test
  void a_supervisor_that_cannot_open_its_log_file_says_so_as_workers_do() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("api", 1)).running();
    f.extension.failure = Optional.of(new IOException("disk is read-only"));
    CompletableFuture<Reply> reply = f.ask(Verb.REOPEN_LOGS);
    assertEquals(
        new WorkerOrder.Perform(1, List.of("reopen-logs")), f.orders.get(f.worker(0)).getLast());
    f.say(f.worker(0), performed(1, Performance.Kind.DONE, "[]"));
    assertEquals(
        Reply.done(
            "{\"workers\":["
                + SUPERVISOR
                + ",\"failed\":\"disk is read-only\"},"
                + "{\"service\":\"api\",\"slot\":0,\"pid\":1000,\"rows\":[]}]}"),
        reply.join());
  }

  @Test
  void a_log_file_that_stands_still_keeps_the_supervisor_from_nothing() throws Exception {
    SupervisorFixture f = new SupervisorFixture(rolling("api", 1)).running();
    List<Runnable> standing = new ArrayList<>();
    f.aside = standing::add;
    CompletableFuture<Reply> reply = f.ask(Verb.REOPEN_LOGS);
    f.signal(Signal.USR1);
    assertEquals(List.of("start supervisor"), f.extension.told);
    f.say(f.worker(0), performed(1, Performance.Kind.DONE, "[]"));
    assertFalse(reply.isDone());
    f.advance(Duration.ofSeconds(5));
    assertTrue(
        reply.join().text().contains(SUPERVISOR + ",\"failed\":\"did not answer within 5 s\"}"),
        reply.join().text());
    standing.forEach(Runnable::run);
    assertEquals(List.of("start supervisor", "reopen", "reopen"), f.extension.told);
  }
}
