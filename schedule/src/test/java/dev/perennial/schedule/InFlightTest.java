package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InFlightTest {

  private final InFlight inFlight = new InFlight();

  private static WorkInFlight work(String what, int seconds) {
    return new WorkInFlight(
        "call", what, Optional.empty(), Duration.ofSeconds(seconds), Optional.empty());
  }

  @Test
  void the_oldest_comes_first_whoever_knows_of_it() {
    InFlight.Source one = () -> List.of(work("young", 1), work("old", 30));
    InFlight.Source another = () -> List.of(work("middle", 5));
    inFlight.add(one);
    inFlight.add(another);
    inFlight.add(another);
    assertEquals(
        List.of("old", "middle", "young"),
        inFlight.list().stream().map(WorkInFlight::what).toList());
  }

  @Test
  void a_source_that_fails_hides_no_other() {
    InFlight.Source broken =
        () -> {
          throw new IllegalStateException("no list");
        };
    InFlight.Source sound = () -> List.of(work("sound", 1));
    inFlight.add(broken);
    inFlight.add(sound);
    assertEquals(List.of(work("sound", 1)), inFlight.list());
    assertEquals(1, LogRecorder.count("no list"));
  }

  @Test
  void a_task_is_under_way_until_it_ends() throws Exception {
    TaskGroup group = new TaskGroup("g");
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Task<?> task =
        group.start(
            "wait",
            () -> {
              entered.countDown();
              return release.await(20, TimeUnit.SECONDS);
            });
    entered.await();
    WorkInFlight work = group.inFlight().getFirst();
    assertEquals("task", work.kind());
    assertEquals("g-wait", work.what());
    assertEquals("g-wait", work.thread().orElseThrow().getName());
    assertTrue(isListed(work.what()));
    release.countDown();
    task.await(Deadline.after(Duration.ofSeconds(20)));
    assertEquals(List.of(), group.inFlight());
  }

  private static boolean isListed(String what) {
    return InFlight.ofProcess().list().stream().anyMatch(work -> work.what().equals(what));
  }

  @Test
  void a_timer_is_under_way_while_it_runs() throws Exception {
    TaskGroup group = new TaskGroup("g");
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    group.addTimer(
        "tick",
        Duration.ofHours(1),
        () -> {
          entered.countDown();
          awaitQuietly(release);
        });
    entered.await();
    assertEquals("g-tick", group.inFlight().getFirst().what());
    release.countDown();
    group.stop();
    assertEquals(List.of(), group.awaitStopped(Deadline.after(Duration.ofSeconds(20))));
    assertEquals(List.of(), group.inFlight());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
