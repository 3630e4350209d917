package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskGroupTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final TaskGroup group = new TaskGroup("g");
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void nothing_is_left_behind() throws InterruptedException {
    release.countDown();
    group.stop();
    assertEquals(List.of(), group.awaitStopped(soon()));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private static Deadline now() {
    return Deadline.after(Duration.ZERO);
  }

  private boolean accepts() {
    try {
      group.start("probe", () -> {});
      return true;
    } catch (IllegalStateException goingDown) {
      return false;
    }
  }

  private void untilGoingDown() {
    while (accepts()) {
      Thread.onSpinWait();
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException goesOn) {
        // This task is of the stubborn kind.
      }
    }
  }

  private static void quietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_task_runs_on_a_virtual_thread_that_is_named_after_it() throws InterruptedException {
    CompletableFuture<Thread> seen = new CompletableFuture<>();
    Task<?> task = group.start("poll", () -> seen.complete(Thread.currentThread()));
    assertTrue(seen.join().isVirtual());
    assertEquals("g-poll", seen.join().getName());
    assertEquals("g-poll", task.name());
    task.await(soon());
    seen.join().join();
  }

  @Test
  void an_empty_group_is_drained_at_once() throws InterruptedException {
    assertEquals(List.of(), group.drain(now()));
    assertEquals(List.of(), group.drain(Deadline.never()));
  }

  @Test
  void tasks_that_ended_leave_the_group() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      group.start("short", () -> {});
    }
    assertEquals(List.of(), group.awaitStopped(soon()));
    group.start("still accepted", () -> {});
  }

  @Test
  void stop_interrupts_tasks_and_timers() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(2);
    AtomicInteger interrupted = new AtomicInteger();
    Runnable untilInterrupted =
        () -> {
          running.countDown();
          try {
            release.await();
          } catch (InterruptedException stopped) {
            interrupted.incrementAndGet();
          }
        };
    group.start("task", untilInterrupted);
    group.addTimer("timer", HOUR, untilInterrupted);
    group.addTimer("asleep", HOUR, () -> {});
    running.await();
    group.stop();
    assertEquals(List.of(), group.awaitStopped(soon()));
    assertEquals(2, interrupted.get());
  }

  @Test
  void stop_twice_does_no_harm() throws InterruptedException {
    group.start("task", () -> quietly(release));
    group.stop();
    group.stop();
    assertEquals(List.of(), group.awaitStopped(soon()));
    group.stop();
  }

  @Test
  void a_drain_waits_for_the_tasks_and_does_not_interrupt_them() throws InterruptedException {
    AtomicBoolean finished = new AtomicBoolean();
    group.start(
        "task",
        () -> {
          untilGoingDown();
          finished.set(!Thread.currentThread().isInterrupted());
        });
    assertEquals(List.of(), group.drain(soon()));
    assertTrue(finished.get());
  }

  @Test
  void a_drain_lets_a_timer_finish_the_run_it_is_in_and_begin_no_other()
      throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    group.addTimer(
        "timer",
        MILLI,
        () -> {
          running.countDown();
          untilGoingDown();
          runs.incrementAndGet();
        });
    running.await();
    assertEquals(List.of(), group.drain(soon()));
    assertEquals(1, runs.get());
  }

  @Test
  void in_a_drain_timers_leave_while_tasks_still_run() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    group.addTimer("timer", HOUR, ran::countDown);
    group.start("task", () -> quietly(release));
    ran.await();
    group.drain(now());
    while (group.awaitStopped(now()).contains("g-timer")) {
      Thread.onSpinWait();
    }
    assertEquals(List.of("g-task"), group.awaitStopped(now()));
    release.countDown();
    assertEquals(List.of(), group.awaitStopped(soon()));
  }

  @Test
  void a_drain_names_what_still_runs_at_the_deadline() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(2);
    Runnable stubborn =
        () -> {
          running.countDown();
          uninterruptibly(release);
        };
    group.addTimer("sweep", HOUR, stubborn);
    group.start("copy", stubborn);
    running.await();
    assertEquals(List.of("g-sweep", "g-copy"), group.drain(now()));
    assertEquals(List.of("g-sweep", "g-copy"), group.drain(Deadline.after(MILLI)));
    group.stop();
    assertEquals(List.of("g-sweep", "g-copy"), group.awaitStopped(now()));
    release.countDown();
    assertEquals(List.of(), group.awaitStopped(soon()));
  }

  @Test
  void a_stop_from_another_thread_ends_a_drain() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    group.start(
        "task",
        () -> {
          try {
            release.await();
          } catch (InterruptedException stopped) {
            interrupted.countDown();
          }
        });
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> {
              untilGoingDown();
              group.stop();
            });
    assertEquals(List.of(), group.drain(Deadline.never()));
    interrupted.await();
    stopper.join();
  }

  @Test
  void an_interrupted_drain_leaves_the_group_draining() {
    group.start("task", () -> quietly(release));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> group.drain(soon()));
    assertFalse(accepts());
  }

  @Test
  void a_task_may_stop_its_own_group_and_goes_on() throws InterruptedException {
    AtomicBoolean survived = new AtomicBoolean();
    for (int i = 0; i < 3; i++) {
      group.start("other", () -> quietly(release));
    }
    group.start(
        "stopper",
        () -> {
          group.stop();
          try {
            survived.set(group.awaitStopped(soon()).isEmpty());
          } catch (InterruptedException wrong) {
            survived.set(false);
          }
        });
    // The group may not be going down yet: wait for it, then for its members.
    untilGoingDown();
    assertEquals(List.of(), group.awaitStopped(soon()));
    assertTrue(survived.get());
  }

  @Test
  void a_task_may_drain_its_own_group() {
    CompletableFuture<List<String>> left = new CompletableFuture<>();
    group.start(
        "drainer",
        () -> {
          try {
            left.complete(group.drain(Deadline.never()));
          } catch (InterruptedException wrong) {
            left.completeExceptionally(wrong);
          }
        });
    assertEquals(List.of(), left.join());
  }

  @Test
  void a_timer_may_stop_or_drain_its_own_group() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    group.addTimer(
        "stopper",
        MILLI,
        () -> {
          runs.incrementAndGet();
          try {
            group.drain(Deadline.never());
          } catch (InterruptedException wrong) {
            runs.addAndGet(100);
          }
          group.stop();
        });
    untilGoingDown();
    assertEquals(List.of(), group.awaitStopped(soon()));
    assertEquals(1, runs.get());
  }

  @Test
  void a_timer_runs_at_once_and_again_after_each_interval() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    group.addTimer("timer", MILLI, runs::countDown);
    runs.await();
  }

  @Test
  void runs_of_a_timer_never_overlap() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(50);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    group.addTimer(
        "timer",
        Duration.ofNanos(1),
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          Thread.yield();
          inside.decrementAndGet();
          runs.countDown();
        });
    runs.await();
    assertEquals(1, most.get());
  }

  @Test
  void a_timer_with_a_very_long_interval_runs_once() throws InterruptedException {
    for (Duration interval :
        List.of(Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE))) {
      AtomicInteger runs = new AtomicInteger();
      CountDownLatch first = new CountDownLatch(1);
      group.addTimer(
          "rare",
          interval,
          () -> {
            runs.incrementAndGet();
            first.countDown();
          });
      first.await();
      // A timer that were due again at once would run while these pass through their queue.
      CountDownLatch others = new CountDownLatch(200);
      group.addTimer("often", Duration.ofNanos(1), others::countDown);
      others.await();
      assertEquals(List.of("g-rare"), namesLike("g-rare"));
      assertEquals(1, runs.get());
      group.stop();
      group.awaitStopped(soon());
      group.reopen();
    }
  }

  private List<String> namesLike(String name) throws InterruptedException {
    return group.awaitStopped(now()).stream().filter(name::equals).toList();
  }

  @Test
  void an_exception_in_a_task_is_logged_and_ends_only_that_task() throws InterruptedException {
    group.start(
        "breaks",
        () -> {
          throw new IllegalStateException("disk on fire");
        });
    group.start(
        "breaks badly",
        () -> {
          throw new AssertionError("disk gone");
        });
    assertEquals(List.of(), group.awaitStopped(soon()));
    assertEquals(
        1,
        LogRecorder.count("ERROR g-breaks failed | java.lang.IllegalStateException: disk on fire"));
    assertEquals(
        1, LogRecorder.count("ERROR g-breaks badly failed | java.lang.AssertionError: disk gone"));
    assertTrue(accepts());
  }

  @Test
  void an_exception_in_a_timer_is_logged_and_does_not_end_it() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    group.addTimer(
        "flaky",
        MILLI,
        () -> {
          runs.countDown();
          throw new IllegalStateException("tick " + runs.getCount());
        });
    runs.await();
    group.drain(soon());
    assertEquals(
        1, LogRecorder.count("ERROR g-flaky failed | java.lang.IllegalStateException: tick 2"));
    assertEquals(
        1, LogRecorder.count("ERROR g-flaky failed | java.lang.IllegalStateException: tick 1"));
  }

  @Test
  void an_interrupt_that_is_no_stop_does_not_end_a_timer() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    group.addTimer(
        "interrupted",
        MILLI,
        () -> {
          runs.countDown();
          Thread.currentThread().interrupt();
        });
    runs.await();
  }

  @Test
  void a_timer_needs_a_positive_interval() {
    for (Duration interval : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> group.addTimer("sweep", interval, () -> {}))
              .getMessage();
      assertTrue(message.contains("sweep"), message);
    }
  }

  @Test
  void nothing_is_accepted_while_the_group_goes_down() throws InterruptedException {
    group.drain(now());
    assertEquals(
        "g is going down and starts no late",
        assertThrows(IllegalStateException.class, () -> group.start("late", () -> {}))
            .getMessage());
    assertThrows(IllegalStateException.class, () -> group.addTimer("late", HOUR, () -> {}));
    group.stop();
    assertThrows(IllegalStateException.class, () -> group.start("late", () -> {}));
    assertThrows(IllegalStateException.class, () -> group.addTimer("late", HOUR, () -> {}));
  }

  @Test
  void a_group_that_went_down_can_be_reopened() throws InterruptedException {
    group.stop();
    group.reopen();
    CountDownLatch ran = new CountDownLatch(2);
    group.start("task", ran::countDown);
    group.addTimer("timer", HOUR, ran::countDown);
    ran.await();
    assertEquals(List.of(), group.drain(soon()));
    group.reopen();
    assertTrue(accepts());
  }

  @Test
  void a_group_in_which_something_runs_is_not_reopened() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    group.start(
        "stubborn",
        () -> {
          running.countDown();
          uninterruptibly(release);
        });
    running.await();
    group.stop();
    String message = assertThrows(IllegalStateException.class, group::reopen).getMessage();
    assertEquals("still running in g: [g-stubborn]", message);
    assertFalse(accepts());
  }
}
