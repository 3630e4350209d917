package dev.perennial.service;

import static dev.perennial.service.ServiceState.DRAINING;
import static dev.perennial.service.ServiceState.FAILED;
import static dev.perennial.service.ServiceState.NEW;
import static dev.perennial.service.ServiceState.RUNNING;
import static dev.perennial.service.ServiceState.STARTING;
import static dev.perennial.service.ServiceState.STOPPED;
import static dev.perennial.service.ServiceState.STOPPING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.ConfigChange;
import dev.perennial.recorded.LogRecorder;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.SettableTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceGroupTest {
  private static final ConfigChange NOTHING = new ConfigChange(1, 2, List.of(), List.of());

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final SettableTicker ticker = new SettableTicker();
  private final ServiceGroup group = new ServiceGroup();

  private ScriptedService add(String name) {
    ScriptedService service = new ScriptedService(name, calls);
    group.add(service);
    return service;
  }

  private Deadline tenSeconds() {
    return Deadline.after(Duration.ofSeconds(10), ticker);
  }

  private List<String> callsOf(String call) {
    return calls.stream().filter(line -> line.endsWith(" " + call)).toList();
  }

  private void started(String... names) throws Exception {
    for (String name : names) {
      add(name);
    }
    group.start();
    calls.clear();
  }

  @Test
  void services_start_in_declared_order_each_ready_before_the_next() throws Exception {
    add("a");
    add("b").on("start", () -> assertEquals(List.of(RUNNING, STARTING, NEW), group.states()));
    add("c");
    assertEquals(List.of(NEW, NEW, NEW), group.states());
    group.start();
    assertEquals(
        List.of("a start", "a takeOver", "b start", "b takeOver", "c start", "c takeOver"), calls);
    assertEquals(List.of(RUNNING, RUNNING, RUNNING), group.states());
  }

  @Test
  void services_that_run_are_not_started_again() throws Exception {
    started("a");
    add("b");
    group.start();
    assertEquals(List.of("b start", "b takeOver"), calls);
  }

  @Test
  void a_failing_start_ends_in_reverse_order_what_was_started() {
    Exception cause = new Exception("no database");
    add("a");
    add("b");
    add("c")
        .on(
            "start",
            () -> {
              throw cause;
            });
    add("d");
    assertSame(cause, assertThrows(Exception.class, group::start));
    assertEquals(List.of("c stop", "b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of("a start", "b start", "c start"), callsOf("start"));
    assertEquals(List.of(STOPPED, STOPPED, FAILED, NEW), group.states());
  }

  @Test
  void what_has_served_already_is_drained_for_a_moment_when_a_start_fails() {
    AtomicBoolean isShort = new AtomicBoolean();
    List<ServiceState> atStop = new ArrayList<>();
    group.add(
        new ScriptedService("a", calls) {
          @Override
          public void drain(Deadline deadline) throws InterruptedException {
            isShort.set(deadline.remaining().compareTo(Duration.ofSeconds(1)) <= 0);
            super.drain(deadline);
          }
        }.on("stop", () -> atStop.addAll(group.states())));
    add("b")
        .on(
            "start",
            () -> {
              throw new Exception("no database");
            });
    assertThrows(Exception.class, group::start);
    assertEquals(
        List.of("b stop", "b awaitStopped", "a drain", "a stop", "a awaitStopped"),
        calls.subList(3, calls.size()));
    assertTrue(isShort.get());
    assertEquals(List.of(STOPPING, FAILED), atStop);
  }

  @Test
  void a_failing_start_stops_what_cannot_drain() {
    add("a")
        .on(
            "drain",
            () -> {
              throw new InterruptedException();
            });
    add("b")
        .on(
            "start",
            () -> {
              throw new Exception("no database");
            });
    assertThrows(Exception.class, group::start);
    assertTrue(Thread.interrupted());
    assertEquals(List.of("b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of(STOPPED, FAILED), group.states());
  }

  @Test
  void a_failing_take_over_is_a_failing_start() {
    add("a")
        .on(
            "takeOver",
            () -> {
              throw new IllegalStateException("still held");
            });
    assertThrows(IllegalStateException.class, group::start);
    assertEquals(List.of("a start", "a takeOver", "a stop", "a awaitStopped"), calls);
    assertEquals(List.of(FAILED), group.states());
  }

  @Test
  void a_failing_start_carries_the_failures_of_its_own_clean_up() {
    add("a")
        .on(
            "stop",
            () -> {
              throw new IllegalStateException("second");
            });
    add("b")
        .on(
            "start",
            () -> {
              throw new Exception("first");
            });
    Exception failure = assertThrows(Exception.class, group::start);
    assertEquals("first", failure.getMessage());
    assertEquals("second", failure.getSuppressed()[0].getMessage());
    assertEquals(List.of(STOPPED, FAILED), group.states());
  }

  @Test
  void a_class_that_is_missing_is_a_failing_start_too() {
    add("a");
    add("b")
        .on(
            "start",
            () -> {
              throw new NoClassDefFoundError("Driver");
            });
    assertThrows(NoClassDefFoundError.class, group::start);
    assertEquals(List.of("b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of(STOPPED, FAILED), group.states());
  }

  @Test
  void a_failing_start_leaves_alone_what_ran_before() throws Exception {
    started("a");
    add("b")
        .on(
            "start",
            () -> {
              throw new Exception("no");
            });
    assertThrows(Exception.class, group::start);
    assertEquals(List.of("b start", "b stop", "b awaitStopped"), calls);
    assertEquals(List.of(RUNNING, FAILED), group.states());
  }

  @Test
  void after_a_failing_start_another_one_may_succeed() throws Exception {
    List<Exception> failures = new ArrayList<>(List.of(new Exception("not yet")));
    add("a");
    add("b")
        .on(
            "start",
            () -> {
              if (!failures.isEmpty()) {
                throw failures.removeFirst();
              }
            });
    assertThrows(Exception.class, group::start);
    group.start();
    assertEquals(List.of(RUNNING, RUNNING), group.states());
  }

  /// Its task leaves a moment after it was interrupted.
  private static final class Reluctant extends BaseService {
    private final CountDownLatch awaited = new CountDownLatch(1);

    @Override
    public void start() throws Exception {
      super.start();
      tasks().start("work", this::work);
    }

    private void work() {
      boolean left = false;
      while (!left) {
        try {
          awaited.await();
          left = true;
        } catch (InterruptedException notYet) {
          // It goes when somebody waits for it.
        }
      }
    }

    @Override
    public boolean awaitStopped(Deadline deadline) throws InterruptedException {
      awaited.countDown();
      return super.awaitStopped(deadline);
    }
  }

  @Test
  void after_a_failing_start_nothing_of_it_is_in_the_way_of_another_one() throws Exception {
    group.add(new Reluctant());
    List<Exception> failures = new ArrayList<>(List.of(new Exception("not yet")));
    add("b")
        .on(
            "start",
            () -> {
              if (!failures.isEmpty()) {
                throw failures.removeFirst();
              }
            });
    assertThrows(Exception.class, group::start);
    group.start();
    assertEquals(List.of(RUNNING, RUNNING), group.states());
    group.drain(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void a_drain_goes_in_reverse_order_each_stopped_before_the_next() throws Exception {
    started("a", "b");
    assertTrue(group.drain(tenSeconds()));
    assertEquals(
        List.of("b drain", "b stop", "b awaitStopped", "a drain", "a stop", "a awaitStopped"),
        calls);
    assertEquals(List.of(STOPPED, STOPPED), group.states());
  }

  @Test
  void one_deadline_bounds_the_drain_of_all() throws Exception {
    add("a");
    add("b").on("drain", () -> ticker.advance(Duration.ofSeconds(10)));
    group.start();
    assertFalse(group.drain(tenSeconds()));
    assertEquals(List.of("b drain", "a drain"), callsOf("drain"));
    assertEquals(List.of("b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of(STOPPED, STOPPED), group.states());
  }

  @Test
  void who_does_not_finish_in_time_is_named() throws Exception {
    add("too-slow").on("drain", () -> ticker.advance(Duration.ofSeconds(10)));
    group.add(
        new ScriptedService("never-gone", calls) {
          @Override
          public boolean awaitStopped(Deadline deadline) {
            return false;
          }
        });
    add("punctual");
    group.start();
    assertFalse(group.drain(tenSeconds()));
    assertEquals(1, LogRecorder.count("WARNING too-slow did not finish in time"));
    assertEquals(1, LogRecorder.count("WARNING never-gone did not finish in time"));
    assertEquals(0, LogRecorder.count("punctual did not finish in time"));
  }

  @Test
  void a_service_that_fails_on_its_way_down_does_not_keep_the_others_from_being_stopped()
      throws Exception {
    for (String call : List.of("drain", "stop", "awaitStopped")) {
      add(call + "-breaks")
          .on(
              call,
              () -> {
                throw new IllegalStateException("bad " + call);
              });
    }
    for (String call : List.of("drain", "stop", "awaitStopped")) {
      add(call + "-misses-a-class")
          .on(
              call,
              () -> {
                throw new NoClassDefFoundError("gone " + call);
              });
    }
    group.start();
    group.drain(tenSeconds());
    assertEquals(6, callsOf("drain").size());
    assertEquals(6, callsOf("stop").size());
    assertEquals(Collections.nCopies(6, STOPPED), group.states());
    for (String call : List.of("drain", "stop", "awaitStopped")) {
      assertEquals(1, LogRecorder.count("ERROR " + call + "-breaks failed while it"));
      assertEquals(1, LogRecorder.count("ERROR " + call + "-misses-a-class failed while it"));
    }
  }

  @Test
  void an_interrupted_drain_stops_everything() throws Exception {
    add("a");
    add("b");
    add("c")
        .on(
            "drain",
            () -> {
              throw new InterruptedException();
            });
    group.start();
    assertThrows(InterruptedException.class, () -> group.drain(tenSeconds()));
    assertEquals(List.of("c stop", "b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of("c drain"), callsOf("drain"));
  }

  @Test
  void a_stop_from_another_thread_cuts_a_drain_short() throws Exception {
    CountDownLatch draining = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    add("a");
    add("b")
        .on(
            "drain",
            () -> {
              draining.countDown();
              stopped.await();
            })
        .on("stop", stopped::countDown);
    group.start();
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> {
              try {
                draining.await();
                assertEquals(List.of(RUNNING, DRAINING), group.states());
                group.stop();
              } catch (InterruptedException wrong) {
                throw new AssertionError(wrong);
              }
            });
    group.drain(Deadline.never());
    stopper.join();
    assertEquals(List.of(STOPPED, STOPPED), group.states());
    assertEquals(
        List.of("b drain"), callsOf("drain").stream().filter(c -> c.startsWith("b")).toList());
    assertTrue(callsOf("stop").containsAll(List.of("a stop", "b stop")));
  }

  @Test
  void a_service_that_is_being_stopped_is_not_stopped_again() throws Exception {
    add("a").on("stop", group::stop);
    add("b").on("stop", group::stop);
    group.start();
    group.drain(tenSeconds());
    assertEquals(List.of("b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of(STOPPED, STOPPED), group.states());
  }

  @Test
  void a_failing_start_stops_nothing_that_stop_has_stopped() {
    add("a");
    add("b")
        .on(
            "start",
            () -> {
              group.stop();
              throw new Exception("closed");
            });
    assertThrows(Exception.class, group::start);
    assertEquals(List.of("b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of(STOPPING, STOPPING), group.states());
  }

  @Test
  void a_stop_during_the_clean_up_of_a_failing_start_stops_nothing_twice() {
    add("a").on("drain", group::stop);
    add("b")
        .on(
            "start",
            () -> {
              throw new Exception("no database");
            })
        .on("stop", group::stop);
    assertThrows(Exception.class, group::start);
    assertEquals(List.of("b stop", "a stop"), callsOf("stop"));
    assertEquals(List.of(STOPPED, FAILED), group.states());
  }

  @Test
  void a_service_that_starts_although_it_was_stopped_does_not_run_on() {
    add("a").on("start", group::stop);
    add("b");
    assertThrows(InterruptedException.class, group::start);
    assertEquals(List.of("a start", "a stop", "a stop"), calls);
    assertEquals(List.of(STOPPING, NEW), group.states());
  }

  @Test
  void a_start_that_waits_is_cut_short_and_what_runs_is_left_for_a_drain() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    List<Boolean> interrupted = new ArrayList<>();
    add("a");
    add("b")
        .on(
            "start",
            () -> {
              waiting.countDown();
              new CountDownLatch(1).await();
            })
        .on("stop", () -> interrupted.add(Thread.currentThread().isInterrupted()));
    add("c");
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> {
              try {
                waiting.await();
                group.startNoMore();
              } catch (InterruptedException wrong) {
                throw new AssertionError(wrong);
              }
            });
    assertThrows(InterruptedException.class, group::start);
    stopper.join();
    assertEquals(List.of("b stop"), callsOf("stop"));
    assertEquals(List.of(false), interrupted);
    assertEquals(List.of(RUNNING, STOPPING, NEW), group.states());
    assertTrue(group.drain(tenSeconds()));
    assertEquals(List.of("a drain"), callsOf("drain"));
  }

  @Test
  void a_start_that_hears_no_interrupt_ends_before_the_next_service() {
    add("a").on("start", group::startNoMore);
    add("b");
    assertThrows(InterruptedException.class, group::start);
    assertFalse(Thread.interrupted());
    assertEquals(List.of(RUNNING, NEW), group.states());
    assertThrows(InterruptedException.class, group::start);
    assertEquals(List.of("a start"), callsOf("start"));
  }

  @Test
  void what_was_stopped_is_waited_for_by_a_drain() throws Exception {
    started("a", "b");
    group.stop();
    assertEquals(List.of("b stop", "a stop"), calls);
    assertEquals(List.of(STOPPING, STOPPING), group.states());
    assertTrue(group.drain(tenSeconds()));
    assertEquals(List.of("b awaitStopped", "a awaitStopped"), callsOf("awaitStopped"));
    assertEquals(List.of(), callsOf("drain"));
    assertEquals(List.of(STOPPED, STOPPED), group.states());
  }

  @Test
  void stop_does_no_harm_to_services_that_do_not_run() throws Exception {
    started("a");
    add("b");
    group.drain(tenSeconds());
    group.stop();
    group.stop();
    assertEquals(List.of(STOPPED, NEW), group.states());
    assertTrue(group.drain(tenSeconds()));
  }

  @Test
  void an_empty_group_starts_and_ends() throws Exception {
    group.start();
    assertTrue(group.drain(Deadline.after(Duration.ofHours(1))));
    group.stop();
    assertEquals(Activity.NONE, group.activity());
  }

  @Test
  void a_drained_group_can_be_reset_and_started_again() throws Exception {
    started("a", "b");
    group.drain(tenSeconds());
    calls.clear();
    group.reset(NOTHING);
    group.start();
    assertEquals(
        List.of("a reset", "b reset", "a start", "a takeOver", "b start", "b takeOver"), calls);
    assertEquals(List.of(RUNNING, RUNNING), group.states());
    calls.clear();
    assertTrue(group.drain(tenSeconds()));
    assertEquals(2, callsOf("drain").size());
  }

  @Test
  void a_stopped_group_can_be_started_again() throws Exception {
    started("a");
    group.stop();
    group.start();
    assertEquals(List.of("a stop", "a start", "a takeOver"), calls);
    assertEquals(List.of(RUNNING), group.states());
  }

  @Test
  void a_service_that_cannot_be_reset_does_not_keep_the_others_from_hearing_of_it()
      throws Exception {
    add("deaf")
        .on(
            "reset",
            () -> {
              throw new IllegalStateException("what?");
            });
    add("b");
    group.start();
    group.reset(NOTHING);
    assertEquals(List.of("deaf reset", "b reset"), callsOf("reset"));
    assertEquals(List.of(RUNNING, RUNNING), group.states());
    assertEquals(
        1,
        LogRecorder.count(
            "ERROR deaf could not be reset | java.lang.IllegalStateException: what?"));
  }

  @Test
  void the_activity_of_a_group_is_the_sum() throws Exception {
    started("a", "b", "c");
    assertEquals(new Activity(30, 3), group.activity());
    assertEquals(List.of("a", "b", "c"), group.services().stream().map(Service::name).toList());
  }

  @Test
  void real_services_go_round() throws Exception {
    group.add(new BaseService());
    group.add(new BaseService());
    for (int i = 0; i < 2; i++) {
      group.start();
      assertTrue(group.drain(Deadline.after(Duration.ofSeconds(10))));
      assertEquals(List.of(STOPPED, STOPPED), group.states());
    }
  }
}
