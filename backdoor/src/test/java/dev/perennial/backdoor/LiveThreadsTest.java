package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.TaskGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveThreadsTest {

  private final ReentrantLock lock = new ReentrantLock();
  private final TaskGroup group = new TaskGroup("listed");

  @AfterEach
  void stop() {
    group.stop();
  }

  // Until it waits for the lock, which happens in its own time.
  private static ThreadStack waiting(String name) {
    return Await.found(
        name,
        () ->
            LiveThreads.all().stream()
                .filter(thread -> thread.name().equals(name))
                .filter(thread -> !thread.locks().isEmpty() && thread.state().equals("WAITING"))
                .findFirst());
  }

  @Test
  void a_virtual_thread_of_a_task_shows_where_it_is_and_what_it_waits_for() {
    lock.lock();
    try {
      group.start("waiter", () -> lock.lock());
      ThreadStack waiter = waiting("listed-waiter");
      assertTrue(waiter.isVirtual());
      assertTrue(
          waiter.frames().stream().anyMatch(frame -> frame.contains("ReentrantLock.lock")),
          waiter::toString);
      assertTrue(
          waiter.locks().getFirst().contains("ReentrantLock$NonfairSync@"), waiter::toString);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void a_platform_thread_shows_who_holds_the_lock_that_it_waits_for() throws Exception {
    Thread waiter = Thread.ofPlatform().name("platform-waiter").unstarted(lock::lock);
    lock.lock();
    try {
      waiter.start();
      ThreadStack found = waiting("platform-waiter");
      String holder = "#" + Thread.currentThread().threadId();
      assertTrue(found.locks().getFirst().contains(", held by " + holder), found::toString);
      Map<String, Object> report = LockReport.of(List.of(found));
      assertTrue(report.toString().contains("held_by=" + holder), report::toString);
    } finally {
      lock.unlock();
    }
    waiter.join();
  }

  @Test
  void both_kinds_of_threads_are_told_apart() {
    assertEquals(
        List.of(false),
        LiveThreads.platform().stream().map(ThreadStack::isVirtual).distinct().toList());
  }
}
