package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.ConfigChange;
import dev.perennial.recorded.LogRecorder;
import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BaseServiceTest {
  private static final ConfigChange NOTHING = new ConfigChange(1, 2, List.of(), List.of());

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  /// Has one task that waits until it is released or interrupted.
  private static final class OneTask extends BaseService {
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();

    @Override
    public String name() {
      return "one-task";
    }

    @Override
    public void start() throws Exception {
      super.start();
      tasks()
          .start(
              "wait",
              () -> {
                running.countDown();
                try {
                  release.await();
                  completed.incrementAndGet();
                } catch (InterruptedException stopped) {
                  interrupted.incrementAndGet();
                }
              });
    }
  }

  @Test
  void it_can_be_launched_as_it_is() throws Exception {
    BaseService service = new BaseService();
    assertEquals(Replacement.ROLLING, service.replacement());
    assertEquals(List.of(), service.optionGroups());
    assertEquals(Activity.NONE, service.activity());
    service.start();
    service.takeOver();
    service.reset(NOTHING);
    service.drain(soon());
    service.stop();
    assertTrue(service.awaitStopped(soon()));
  }

  @Test
  void stop_twice_does_no_harm_and_none_is_needed_before() throws Exception {
    BaseService service = new BaseService();
    service.stop();
    service.start();
    service.stop();
    service.stop();
    assertTrue(service.awaitStopped(soon()));
    service.stop();
  }

  @Test
  void a_graceful_end_lets_a_task_complete() throws Exception {
    OneTask service = new OneTask();
    service.start();
    service.running.await();
    FutureTask<Integer> drain =
        new FutureTask<>(() -> {
          service.drain(Deadline.never());
          return service.completed.get();
        });
    Thread draining = Thread.ofPlatform().daemon().start(drain);
    // One that does not wait is done, without a task that has completed.
    while (draining.getState() != Thread.State.TIMED_WAITING && !drain.isDone()) {
      Thread.onSpinWait();
    }
    assertThrows(IllegalStateException.class, () -> service.tasks().start("late", () -> {}));
    service.release.countDown();
    assertEquals(1, drain.get());
    service.stop();
    assertTrue(service.awaitStopped(soon()));
    assertEquals(0, service.interrupted.get());
  }

  @Test
  void an_ungraceful_end_interrupts_it() throws Exception {
    OneTask service = new OneTask();
    service.start();
    service.running.await();
    service.stop();
    assertTrue(service.awaitStopped(soon()));
    assertEquals(0, service.completed.get());
    assertEquals(1, service.interrupted.get());
  }

  @Test
  void what_does_not_finish_in_time_is_named_in_the_log() throws Exception {
    OneTask service = new OneTask();
    service.start();
    service.running.await();
    service.drain(Deadline.after(Duration.ZERO));
    assertFalse(service.awaitStopped(Deadline.after(Duration.ZERO)));
    assertEquals(1, LogRecorder.count("WARNING one-task did not finish in time: [one-task-wait]"));
    service.stop();
    assertTrue(service.awaitStopped(soon()));
  }

  @Test
  void it_can_be_started_again() throws Exception {
    OneTask service = new OneTask();
    service.release.countDown();
    for (int i = 1; i <= 3; i++) {
      service.start();
      service.drain(soon());
      service.stop();
      assertTrue(service.awaitStopped(soon()));
      assertEquals(i, service.completed.get());
    }
  }

  @Test
  void it_accepts_no_tasks_once_it_goes_down() throws Exception {
    BaseService service = new BaseService();
    service.start();
    service.drain(soon());
    assertThrows(IllegalStateException.class, () -> service.tasks().start("late", () -> {}));
  }
}
