package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.launcher.GatedService.Gate;
import dev.perennial.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// However a program of one process comes to its end: each service is stopped once, none is left
/// out, and nothing that hangs keeps the launcher from hearing of a deadline or a signal.
@Timeout(60)
class InProcessEndTest {

  private static final Duration GRACEFUL = Duration.ofSeconds(60);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final InProcessFixture program = new InProcessFixture(RestartMethod.RELOAD);

  private long count(String call) {
    return program.calls.stream().filter(call::equals).count();
  }

  @Test
  void a_service_that_hangs_in_its_stop_does_not_keep_a_program_that_was_interrupted()
      throws Exception {
    program.service("a");
    Gate stop = program.service("b").close("stop");
    program.running().signal(Signal.INT);
    stop.awaitReached();
    assertFalse(program.isOver());
    program.advance(LAST_MOMENT);
    assertEquals(1, program.exitCode());
    assertEquals(List.of("b stop"), program.calls);
  }

  @Test
  void a_service_that_hangs_in_its_stop_after_a_drain_is_not_stopped_again() throws Exception {
    program.service("a");
    Gate stop = program.service("b").close("stop");
    program.running().signal(Signal.TERM);
    stop.awaitReached();
    program.advance(GRACEFUL);
    // The others have been stopped.
    program.next();
    assertFalse(program.isOver());
    program.advance(LAST_MOMENT);
    assertEquals(1, program.exitCode());
    assertEquals(List.of("b drain", "b stop", "a stop"), program.calls);
  }

  @Test
  void a_service_that_hangs_in_its_stop_at_the_deadline_does_not_keep_the_program()
      throws Exception {
    GatedService service = program.service("a");
    Gate drain = service.close("drain");
    Gate stop = service.close("stop");
    program.running().signal(Signal.TERM);
    drain.awaitReached();
    program.advance(GRACEFUL);
    stop.awaitReached();
    program.advance(LAST_MOMENT);
    assertEquals(1, program.exitCode());
    assertEquals(List.of("a drain", "a stop"), program.calls);
  }

  @ParameterizedTest
  @EnumSource(names = {"TERM", "INT"})
  void whoever_wants_the_end_at_once_once_more_does_not_wait_for_services(Signal further)
      throws Exception {
    GatedService service = program.service("a");
    Gate drain = service.close("drain");
    Gate stop = service.close("stop");
    program.running().signal(Signal.TERM);
    drain.awaitReached();
    program.signal(further);
    stop.awaitReached();
    assertFalse(program.isOver());
    program.signal(further);
    assertEquals(1, program.exitCode());
    assertEquals(1, count("a stop"));
  }

  @Test
  void services_that_end_at_once_do_not_use_up_their_last_moment() throws Exception {
    program.service("a");
    program.service("b");
    program.running().signal(Signal.INT);
    program.next();
    assertEquals(1, program.exitCode());
    assertEquals(List.of("b stop", "a stop"), program.calls);
  }

  @Test
  void what_is_cut_off_at_the_deadline_has_a_last_moment_to_end_its_drain() throws Exception {
    Gate drain = program.service("a").close("drain");
    program.running().signal(Signal.TERM);
    drain.awaitReached();
    program.advance(GRACEFUL);
    program.next();
    assertFalse(program.isOver());
    drain.open();
    program.next();
    assertEquals(1, program.exitCode());
    assertEquals(List.of("a drain", "a stop"), program.calls);
  }

  @Test
  void services_that_a_reload_has_just_started_are_drained_by_the_stop_that_came_meanwhile()
      throws Exception {
    program.service("a");
    GatedService b = program.service("b");
    program.running();
    Gate start = b.close("start");
    CompletableFuture<Reply> reload = program.ask(Verb.RELOAD_WAIT);
    program.next();
    start.awaitReached();
    program.signal(Signal.TERM);
    start.open();
    program.next();
    assertEquals(Reply.done("reloaded"), reload.join());
    program.next();
    assertEquals(0, program.exitCode());
    List<String> end = List.of("b drain", "b stop", "a drain", "a stop");
    assertEquals(end, program.calls.subList(0, 4));
    assertEquals(List.of("a start", "b start"), program.calls.subList(4, 6));
    assertEquals(end, program.calls.subList(6, program.calls.size()));
  }

  @Test
  void the_start_of_a_reload_that_hangs_is_waited_for_until_the_deadline() throws Exception {
    program.service("a");
    GatedService b = program.service("b");
    program.running();
    Gate start = b.close("start");
    program.signal(Signal.HUP);
    program.next();
    start.awaitReached();
    program.calls.clear();
    program.signal(Signal.TERM);
    program.advance(GRACEFUL);
    // The start that was interrupted, and the end of the services, in any order.
    program.next();
    program.next();
    assertEquals(1, program.exitCode());
    assertEquals(1, count("a stop"));
    assertEquals(1, count("b stop"));
  }

  @Test
  void a_mutation_under_way_is_waited_for_before_the_services_drain() throws Exception {
    InProcessFixture mutated = new InProcessFixture(RestartMethod.MUTATE);
    mutated.service("a");
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    mutated.running();
    mutated.config.commit(
        mutated.config.prepareOverride("DEFAULT", "graceful_shutdown_timeout", "7"));
    mutated
        .config
        .live(ServiceOptions.class)
        .onChange(
            "slow",
            (_, _) -> {
              reached.countDown();
              try {
                open.await();
              } catch (InterruptedException wrong) {
                throw new AssertionError(wrong);
              }
            });
    mutated.signal(Signal.HUP);
    mutated.next();
    reached.await();
    mutated.signal(Signal.TERM);
    assertEquals(List.of(), mutated.calls);
    open.countDown();
    mutated.next();
    mutated.next();
    assertEquals(0, mutated.exitCode());
    assertEquals(List.of("a drain", "a stop"), mutated.calls);
  }

  @Test
  void a_start_that_ends_although_it_was_cut_short_is_drained_and_nobody_hears_of_it()
      throws Exception {
    GatedService service = program.service("a");
    Gate start = service.closeFirmly("start");
    program.begin();
    start.awaitReached();
    program.signal(Signal.TERM);
    start.open();
    program.next();
    program.next();
    assertEquals(0, program.exitCode());
    assertEquals(List.of("a start", "a drain", "a stop"), program.calls);
  }

  @Test
  void a_stop_does_not_wait_for_a_configuration_that_cannot_be_read_to_its_end() throws Exception {
    Gate drain = program.service("a").close("drain");
    program.running();
    CountDownLatch files = holdReading();
    CompletableFuture<Reply> reload = program.ask(Verb.RELOAD_WAIT);
    program.signal(Signal.TERM);
    assertEquals(Reply.failed("the program is stopping"), reload.join());
    drain.awaitReached();
    // What is read then is of no use to anybody, and ends nothing.
    files.countDown();
    program.next();
    assertFalse(program.isOver());
    drain.open();
    program.next();
    assertEquals(0, program.exitCode());
    assertEquals(List.of("a drain", "a stop"), program.calls);
    assertEquals(1, program.config.snapshot().generation());
  }

  private CountDownLatch holdReading() {
    CountDownLatch open = new CountDownLatch(1);
    program
        .config
        .live(ServiceOptions.class)
        .checkEvery((_, _) -> {
          try {
            open.await();
          } catch (InterruptedException wrong) {
            throw new AssertionError(wrong);
          }
        });
    return open;
  }

  @Test
  void who_asks_for_a_reload_while_files_are_read_gets_one_after_that() throws Exception {
    program.service("a");
    program.running();
    CountDownLatch files = holdReading();
    program.signal(Signal.HUP);
    CompletableFuture<Reply> second = program.ask(Verb.RELOAD_WAIT);
    files.countDown();
    for (int i = 0; i < 4; i++) {
      program.next();
    }
    assertEquals(Reply.done("reloaded"), second.join());
    assertEquals(2, count("a start"));
  }

  @Test
  void a_step_that_fails_leaves_no_service_running() throws Exception {
    program.service("a");
    program.running();
    program.handle(
        new InProcessEvent.StepEnded(false, Optional.of(new NoClassDefFoundError("app/Pool"))));
    program.next();
    assertEquals(1, program.exitCode());
    assertEquals(List.of("a stop"), program.calls);
  }
}
