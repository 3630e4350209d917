package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One task of a group: its value, its end, its links; and how many of them a group takes.
@Timeout(60)
class TaskTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private final TaskGroup group = new TaskGroup("g");

  @AfterEach
  void nothing_is_left_behind() throws InterruptedException {
    release.countDown();
    group.stop();
    assertEquals(List.of(), group.awaitStopped(soon()));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  private boolean awaitRelease() throws InterruptedException {
    release.await();
    return true;
  }

  /// A group whose threads are made but begin only when the test starts them.
  private static TaskGroup notBeginning(List<Runnable> bodies) {
    return TaskGroup.named("held")
        .threads(body -> {
          bodies.add(body);
          return Thread.ofVirtual().unstarted(() -> {});
        })
        .build();
  }

  @Test
  void its_value_comes_out() throws InterruptedException {
    Task<String> task = group.start("compute", () -> "value");
    assertEquals(new Outcome.Finished<>("value"), task.await(soon()));
    assertEquals(new Outcome.Finished<>("value"), task.outcome());
  }

  @Test
  void its_exception_comes_out_and_is_logged() throws InterruptedException {
    IllegalStateException failure = new IllegalStateException("bad sector");
    Task<String> task =
        group.start(
            "read",
            () -> {
              throw failure;
            });
    assertSame(failure, assertInstanceOf(Outcome.Failed.class, task.await(soon())).cause());
    assertEquals(1, LogRecorder.count("ERROR g-read failed | " + failure));
  }

  @Test
  void it_has_left_the_group_when_a_wait_for_it_returns() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      boolean fails = i % 2 == 0;
      Task<?> task =
          group.start(
              "instant",
              () -> {
                if (fails) {
                  throw new IllegalStateException("instantly");
                }
              });
      task.await(soon());
      assertEquals(List.of(), group.tasks());
    }
  }

  @Test
  void it_is_listed_until_it_ends() throws InterruptedException {
    List<Task<?>> started = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      started.add(group.start("wait", this::awaitRelease));
    }
    assertEquals(started, group.tasks());
    assertInstanceOf(
        Outcome.Running.class, started.getFirst().await(Deadline.after(Duration.ZERO)));
    release.countDown();
    assertEquals(List.of(), group.awaitStopped(soon()));
    assertEquals(List.of(), group.tasks());
  }

  @Test
  void stopping_one_task_leaves_the_others_alone() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    Task<Boolean> stopped =
        group.start(
            "stopped",
            () -> {
              running.countDown();
              return awaitRelease();
            });
    Task<Boolean> other = group.start("other", this::awaitRelease);
    running.await();
    stopped.stop();
    assertEquals(new Outcome.Stopped<>(), stopped.await(soon()));
    assertEquals(List.of(other), group.tasks());
    assertEquals(0, LogRecorder.count("g-stopped failed"));
    release.countDown();
    assertEquals(new Outcome.Finished<>(true), other.await(soon()));
  }

  @Test
  void a_task_that_has_not_begun_can_be_cancelled_and_never_runs() throws InterruptedException {
    List<Runnable> bodies = new ArrayList<>();
    TaskGroup held = notBeginning(bodies);
    List<String> ran = new ArrayList<>();
    Task<?> task = held.start("early", () -> ran.add("early"));
    assertTrue(task.cancel());
    assertFalse(task.cancel());
    assertEquals(List.of(), held.tasks());
    bodies.getFirst().run();
    assertEquals(List.of(), ran);
    assertEquals(new Outcome.Stopped<>(), task.await(soon()));
  }

  @Test
  void a_stop_of_the_group_cancels_what_has_not_begun() throws InterruptedException {
    List<Runnable> bodies = new ArrayList<>();
    TaskGroup held = notBeginning(bodies);
    List<String> ran = new ArrayList<>();
    held.start("early", () -> ran.add("early"));
    held.stop();
    assertEquals(List.of(), held.awaitStopped(soon()));
    bodies.getFirst().run();
    assertEquals(List.of(), ran);
  }

  @Test
  void a_task_that_runs_cannot_be_cancelled() {
    CountDownLatch running = new CountDownLatch(1);
    Task<Boolean> task =
        group.start(
            "late",
            () -> {
              running.countDown();
              return awaitRelease();
            });
    await(running);
    assertFalse(task.cancel());
    assertEquals(List.of(task), group.tasks());
  }

  @Test
  void a_drain_that_takes_too_long_may_be_followed_by_a_stop() throws InterruptedException {
    Task<Boolean> task = group.start("long", this::awaitRelease);
    assertEquals(List.of("g-long"), group.drain(Deadline.after(Duration.ofMillis(1))));
    group.stop();
    assertEquals(List.of(), group.awaitStopped(soon()));
    assertEquals(new Outcome.Stopped<>(), task.outcome());
  }

  @Test
  void links_are_called_at_the_end_and_at_once_after_it() throws InterruptedException {
    CompletableFuture<Outcome<Boolean>> atEnd = new CompletableFuture<>();
    Task<Boolean> task = group.start("linked", this::awaitRelease);
    task.link(ended -> atEnd.complete(ended.outcome()));
    assertFalse(atEnd.isDone());
    release.countDown();
    task.await(soon());
    assertEquals(new Outcome.Finished<>(true), atEnd.join());
    List<String> late = new ArrayList<>();
    task.link(ended -> late.add(ended.name()));
    assertEquals(List.of("g-linked"), late);
  }

  @Test
  void a_group_waits_for_links_and_a_broken_link_harms_nothing() throws InterruptedException {
    List<String> called = new ArrayList<>();
    Task<Boolean> task = group.start("linked", this::awaitRelease);
    task.link(_ -> {
      throw new IllegalStateException("broken link");
    });
    task.link(_ -> called.add(group.tasks().toString()));
    release.countDown();
    assertEquals(List.of(), group.drain(soon()));
    assertEquals(List.of("[g-linked]"), called);
    assertEquals(1, LogRecorder.count("broken link"));
  }

  @Test
  void a_full_group_may_refuse() {
    TaskGroup two = TaskGroup.named("two").limit(2, WhenFull.REFUSE).build();
    two.start("a", this::awaitRelease);
    two.start("b", this::awaitRelease);
    assertEquals(
        "two has 2 tasks, its limit, and starts no c",
        assertThrows(IllegalStateException.class, () -> two.start("c", this::awaitRelease))
            .getMessage());
    two.addTimer("timers do not count", Duration.ofHours(1), () -> {});
    two.stop();
  }

  @Test
  void a_full_group_may_let_the_starter_wait() throws InterruptedException {
    TaskGroup one = TaskGroup.named("one").limit(1, WhenFull.BLOCK).build();
    one.start("first", this::awaitRelease);
    CompletableFuture<Task<String>> second = new CompletableFuture<>();
    Thread starter =
        Thread.ofVirtual().start(() -> second.complete(one.start("second", () -> "ran")));
    while (starter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertFalse(second.isDone());
    release.countDown();
    assertEquals(new Outcome.Finished<>("ran"), second.join().await(soon()));
  }

  @Test
  void who_waits_for_room_is_refused_when_the_group_goes_down() throws InterruptedException {
    TaskGroup one = TaskGroup.named("one").limit(1, WhenFull.BLOCK).build();
    one.start("first", this::awaitRelease);
    CompletableFuture<String> refusal = new CompletableFuture<>();
    Thread starter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                one.start("second", () -> "never");
              } catch (IllegalStateException refused) {
                refusal.complete(refused.getMessage());
              }
            });
    while (starter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    one.stop();
    assertEquals("one is going down and starts no second", refusal.join());
  }

  @Test
  void a_task_of_a_full_group_runs_what_it_starts_itself() throws InterruptedException {
    TaskGroup one = TaskGroup.named("one").limit(1, WhenFull.BLOCK).build();
    List<String> order = new ArrayList<>();
    Task<?> outer =
        one.start(
            "outer",
            () -> {
              one.start("inner", () -> order.add("inner"));
              order.add("outer");
            });
    outer.await(soon());
    assertEquals(List.of("inner", "outer"), order);
  }

  @Test
  void a_group_has_room_for_at_least_one_task() {
    assertThrows(
        IllegalArgumentException.class, () -> TaskGroup.named("none").limit(0, WhenFull.BLOCK));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
