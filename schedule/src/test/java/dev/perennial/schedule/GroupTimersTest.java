package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Timers of a group, on settable time.
@Timeout(60)
class GroupTimersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ScopedValue<String> REQUEST = ScopedValue.newInstance();
  private static final ScopedValue<String> UNBOUND = ScopedValue.newInstance();

  private final SettableTicker ticker = new SettableTicker();
  private final Runs runs = new Runs(ticker);
  private final TaskGroup group =
      TaskGroup.named("g").timers(ticker.timers()).carrying(REQUEST, UNBOUND).build();

  private static Deadline now() {
    return Deadline.after(Duration.ZERO);
  }

  private LoopingCall<Object> dynamic() {
    return LoopingCall.dynamic(
        "dynamic",
        Duration.ofSeconds(2),
        _ -> {
          runs.note();
          return Optional.of(Duration.ofSeconds(5));
        });
  }

  @Test
  void a_timer_is_listed_and_runs_at_its_interval() {
    LoopingCall<?> timer = group.addTimer("sweep", SECOND, runs::note);
    assertEquals(List.of(timer), group.timers());
    assertTrue(timer.isRunning());
    ticker.advance(Duration.ofSeconds(2));
    assertEquals(List.of(0L, 1000L, 2000L), runs.at());
  }

  @Test
  void a_dynamic_timer_is_listed_and_runs_when_it_says() {
    LoopingCall<Object> timer = dynamic().initialDelay(SECOND).onException(OnException.CONTINUE);
    group.addTimer(timer);
    assertEquals(List.of(timer), group.timers());
    assertTrue(timer.isRunning());
    ticker.advance(Duration.ofSeconds(5));
    assertEquals(List.of(1000L, 3000L, 5000L), runs.at());
  }

  @Test
  void timers_that_end_leave_the_group() {
    group.addTimer(LoopingCall.fixedInterval("once", SECOND, self -> self.finish(1)));
    LoopingCall<Object> failing =
        LoopingCall.fixedInterval(
            "failing",
            SECOND,
            _ -> {
              throw new IllegalStateException("ends here");
            });
    group.addTimer(failing);
    LoopingCall<Object> stopped = dynamic();
    group.addTimer(stopped);
    assertEquals(3, group.timers().size());
    ticker.advance(SECOND);
    assertEquals(List.of(stopped), group.timers());
    stopped.stop();
    assertEquals(List.of(), group.timers());
    stopped.stop();
  }

  @Test
  void stopping_the_timers_leaves_the_group_open() {
    group.addTimer("sweep", SECOND, runs::note);
    group.addTimer(dynamic());
    group.stopTimers();
    assertEquals(List.of(), group.timers());
    assertEquals(0, ticker.waiting());
    group.addTimer("again", SECOND, runs::note);
    ticker.advance(SECOND);
    assertEquals(2, runs.count());
  }

  @Test
  void a_timer_may_stop_drain_and_wait_for_its_own_group() {
    List<String> left = new ArrayList<>();
    group.addTimer("other", SECOND, () -> {});
    group.addTimer(
        LoopingCall.fixedInterval(
            "stopper",
            SECOND,
            _ -> {
              runs.note();
              group.stopTimers();
              left.addAll(group.drain(Deadline.never()));
              group.stop();
              left.addAll(group.awaitStopped(Deadline.never()));
            }));
    ticker.advance(Duration.ofSeconds(10));
    assertEquals(1, runs.count());
    assertEquals(List.of(), left);
    assertEquals(List.of(), group.timers());
  }

  @Test
  void a_drain_ends_waiting_timers_at_once() throws InterruptedException {
    group.addTimer("sweep", Duration.ofDays(1), runs::note);
    ticker.advance(SECOND);
    assertEquals(List.of(), group.drain(now()));
    assertEquals(0, ticker.waiting());
  }

  @Test
  void a_call_that_runs_already_is_refused_and_not_listed_twice() {
    LoopingCall<Object> timer = dynamic();
    group.addTimer(timer);
    assertThrows(IllegalStateException.class, () -> group.addTimer(timer));
    assertEquals(List.of(timer), group.timers());
  }

  @Test
  void a_failing_timer_of_a_group_never_runs_hot() {
    LoopingCall<Object> failing =
        LoopingCall.dynamic(
            "failing",
            _ -> {
              runs.note();
              throw new IllegalStateException("always failing");
            });
    group.addTimer(failing.onException(OnException.CONTINUE));
    ticker.advance(SECOND);
    assertEquals(2, runs.count());
  }

  @Test
  void tasks_and_timers_see_the_scoped_values_of_who_started_them() throws InterruptedException {
    List<String> seen = new ArrayList<>();
    Task<String> task =
        ScopedValue.where(REQUEST, "req-1")
            .call(() -> {
              group.addTimer("timer", SECOND, () -> seen.add(REQUEST.get()));
              return group.start("task", () -> REQUEST.get() + UNBOUND.isBound());
            });
    group.addTimer("outside", SECOND, () -> seen.add("bound: " + REQUEST.isBound()));
    ticker.advance(SECOND);
    assertEquals(
        new Outcome.Finished<>("req-1false"), task.await(Deadline.after(Duration.ofSeconds(10))));
    assertEquals(List.of("req-1", "bound: false", "req-1", "bound: false"), seen);
  }
}
