package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemTimersTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Timers timers = Timers.system();

  private static long timerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("perennial-timer"))
        .count();
  }

  @Test
  void an_action_runs_on_a_virtual_thread_and_not_before_its_moment() {
    long before = System.nanoTime();
    CompletableFuture<Long> ranAt = new CompletableFuture<>();
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();
    timers.after(
        Duration.ofMillis(3),
        () -> {
          ranAt.complete(System.nanoTime());
          virtual.complete(Thread.currentThread().isVirtual());
        });
    assertTrue(ranAt.join() - before >= 3_000_000);
    assertTrue(virtual.join());
  }

  @Test
  void a_thread_that_could_not_be_started_is_started_for_the_next_timer() {
    AtomicBoolean none = new AtomicBoolean(true);
    Timers scarce = new SystemTimers(run -> new ScarceThread(run, none), Runnable::run);
    assertThrows(OutOfMemoryError.class, () -> scarce.after(Duration.ofMillis(1), () -> {}));
    none.set(false);
    CompletableFuture<Void> ran = new CompletableFuture<>();
    scarce.after(Duration.ofMillis(50), () -> ran.complete(null));
    assertNull(ran.join());
  }

  private static final class ScarceThread extends Thread {
    private final AtomicBoolean none;

    ScarceThread(Runnable run, AtomicBoolean none) {
      super(run);
      this.none = none;
      setDaemon(true);
    }

    @Override
    public void start() {
      if (none.get()) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      super.start();
    }
  }

  @Test
  void an_earlier_timer_does_not_wait_for_a_later_one() throws InterruptedException {
    Timer later = timers.after(HOUR, () -> {});
    CountDownLatch ran = new CountDownLatch(1);
    timers.after(Duration.ofMillis(1), ran::countDown);
    ran.await();
    assertTrue(later.cancel());
  }

  @Test
  void waiting_for_a_future_ends_with_what_it_gave() throws Exception {
    assertEquals(1, timers.await(CompletableFuture.completedFuture(1), Duration.ZERO));
    CompletableFuture<Integer> later = new CompletableFuture<>();
    timers.after(Duration.ofMillis(1), () -> later.complete(2));
    assertEquals(2, timers.await(later, HOUR));
    IOException cause = new IOException();
    CompletableFuture<Integer> failing = new CompletableFuture<>();
    timers.after(Duration.ofMillis(1), () -> failing.completeExceptionally(cause));
    assertSame(
        cause,
        assertThrows(ExecutionException.class, () -> timers.await(failing, HOUR)).getCause());
  }

  @Test
  void waiting_for_a_future_ends_with_its_cancellation() {
    CompletableFuture<Integer> cancelled = new CompletableFuture<>();
    timers.after(Duration.ofMillis(1), () -> cancelled.cancel(false));
    assertThrows(CancellationException.class, () -> timers.await(cancelled, HOUR));
    assertThrows(CancellationException.class, () -> timers.await(cancelled, HOUR));
  }

  @Test
  void waiting_for_a_future_in_vain_leaves_it_as_it_was() throws Exception {
    CompletableFuture<Integer> never = new CompletableFuture<>();
    assertThrows(TimeoutException.class, () -> timers.await(never, Duration.ofMillis(1)));
    assertFalse(never.isDone());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> timers.await(never, HOUR));
  }

  @Test
  void ten_thousand_timers_share_one_thread() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1_000);
    List<Timer> idle =
        IntStream.range(0, 10_000).mapToObj(_ -> timers.after(HOUR, () -> {})).toList();
    IntStream.range(0, 1_000).forEach(i -> timers.after(Duration.ofNanos(i), ran::countDown));
    ran.await();
    assertEquals(1, timerThreads());
    assertTrue(idle.stream().allMatch(Timer::cancel));
  }

  @Test
  void a_cancelled_timer_does_not_run() throws InterruptedException {
    Gate gate = new Gate();
    // In order, and nothing before the gate is open.
    Timers own =
        Timers.on(run -> {
          gate.pass();
          run.run();
        });
    own.after(Duration.ZERO, () -> {});
    gate.awaitCaller();
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    Timer cancelled = own.after(Duration.ZERO, () -> ran.set(true));
    own.after(Duration.ofMillis(1), later::countDown);
    assertTrue(cancelled.cancel());
    gate.open();
    later.await();
    assertFalse(ran.get());
    assertFalse(cancelled.cancel());
  }

  /// Makes the thread of some timers wait, as an executor with a lock of its own may.
  private static final class Gate {
    private final CompletableFuture<Thread> caller = new CompletableFuture<>();
    private final CountDownLatch opened = new CountDownLatch(1);

    void pass() {
      caller.complete(Thread.currentThread());
      try {
        opened.await();
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
    }

    void awaitCaller() {
      while (caller.join().getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    void open() {
      opened.countDown();
    }
  }

  @Test
  void what_is_added_while_the_executor_makes_them_wait_is_not_overslept()
      throws InterruptedException {
    Gate gate = new Gate();
    Timers own =
        Timers.on(run -> {
          gate.pass();
          Thread.ofVirtual().start(run);
        });
    own.after(Duration.ZERO, () -> {});
    gate.awaitCaller();
    CountDownLatch ran = new CountDownLatch(1);
    own.after(Duration.ofMillis(1), ran::countDown);
    gate.open();
    ran.await();
  }

  @Test
  void a_delay_beyond_all_bounds_is_a_long_one() {
    Timer timeout = timers.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
    assertTrue(timeout.cancel());
  }

  @Test
  void a_timer_that_cannot_be_handed_on_is_tried_again() throws InterruptedException {
    AtomicBoolean refused = new AtomicBoolean();
    Timers own =
        Timers.on(run -> {
          if (refused.compareAndSet(false, true)) {
            throw new RejectedExecutionException("no thread to be had");
          }
          Thread.ofVirtual().start(run);
        });
    CountDownLatch ran = new CountDownLatch(1);
    own.after(Duration.ZERO, ran::countDown);
    ran.await();
    assertTrue(refused.get());
    assertEquals(1, LogRecorder.count("no thread to be had"));
  }

  @Test
  void want_of_memory_even_for_a_log_line_does_not_end_the_timers() throws InterruptedException {
    AtomicBoolean refused = new AtomicBoolean();
    Timers own =
        Timers.on(run -> {
          if (refused.compareAndSet(false, true)) {
            throw new OutOfMemoryError(LogRecorder.UNLOGGABLE);
          }
          Thread.ofVirtual().start(run);
        });
    CountDownLatch ran = new CountDownLatch(1);
    own.after(Duration.ZERO, ran::countDown);
    ran.await();
  }

  @Test
  void all_of_the_process_use_the_same_timers() {
    assertSame(timers, Timers.system());
    assertFalse(timers.deadline(HOUR).passed());
  }
}
