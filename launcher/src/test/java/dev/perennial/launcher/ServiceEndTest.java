package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.launcher.ServiceEnd.Outcome;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the service of a worker ends, whatever its drain does.
@Timeout(60)
class ServiceEndTest {

  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private Drain drain = _ -> {};
  private boolean leavesNothing = true;
  private boolean stops = true;

  @FunctionalInterface
  private interface Drain {
    void until(Deadline deadline) throws InterruptedException;
  }

  private final class Recorded implements Service {
    @Override
    public void start() {}

    @Override
    public void drain(Deadline deadline) throws InterruptedException {
      done.add("drain");
      drain.until(deadline);
    }

    @Override
    public void stop() {
      done.add("stop");
      if (!stops) {
        throw new IllegalStateException();
      }
    }

    @Override
    public boolean awaitStopped(Deadline deadline) {
      done.add("await");
      return leavesNothing;
    }
  }

  private ServiceEnd end(Supplier<Thread.Builder> threads) {
    return new ServiceEnd(
        new Recorded(),
        state -> done.add(state.toString()),
        () -> done.add("report"),
        outcomes::add,
        threads);
  }

  private ServiceEnd end() {
    return end(LineChannel::ownThread);
  }

  private static Thread.Builder noThread() {
    throw new OutOfMemoryError("unable to create native thread");
  }

  @Test
  void a_service_is_drained_stopped_and_waited_for() throws Exception {
    end().begin(Deadline.never());
    assertEquals(new Outcome(true, Optional.empty()), outcomes.take());
    assertEquals(
        List.of(
            ServiceState.DRAINING.toString(),
            "drain",
            ServiceState.STOPPING.toString(),
            "stop",
            "await"),
        List.copyOf(done));
  }

  @Test
  void a_service_whose_drain_fails_is_stopped_nevertheless() throws Exception {
    for (Throwable failure : List.of(new IllegalStateException(), new NoClassDefFoundError())) {
      done.clear();
      drain =
          _ -> {
            if (failure instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) failure;
          };
      end().begin(Deadline.never());
      assertEquals(new Outcome(true, Optional.of(failure)), outcomes.take());
      assertTrue(done.containsAll(List.of("stop", "await")), done::toString);
    }
  }

  @Test
  void a_service_whose_drain_hangs_is_stopped_when_it_is_cut_off() throws Exception {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    drain =
        _ -> {
          begun.countDown();
          hangs.await();
        };
    ServiceEnd end = end();
    end.begin(Deadline.never());
    begun.await();
    end.cutOff();
    assertEquals(new Outcome(false, Optional.empty()), outcomes.take());
    assertEquals(
        List.of(
            ServiceState.DRAINING.toString(),
            "drain",
            "report",
            ServiceState.STOPPING.toString(),
            "stop",
            "await"),
        List.copyOf(done));
    hangs.countDown();
  }

  @Test
  void a_service_is_stopped_once_though_it_is_cut_off_when_its_drain_ends() throws Exception {
    ServiceEnd end = end(ServiceEndTest::noThread);
    end.begin(Deadline.never());
    end.cutOff();
    assertTrue(outcomes.take().inTime());
    assertTrue(outcomes.isEmpty());
    assertEquals(1, done.stream().filter("stop"::equals).count());
  }

  @Test
  void without_a_thread_the_service_ends_all_the_same() throws Exception {
    end(ServiceEndTest::noThread).begin(Deadline.never());
    assertTrue(outcomes.take().inTime());
  }

  @Test
  void a_service_that_gets_no_time_is_cut_off_without_a_report() throws Exception {
    end().begin(Deadline.after(Duration.ZERO));
    assertFalse(outcomes.take().inTime());
    assertFalse(done.contains("report"), done::toString);
    assertTrue(done.containsAll(List.of("drain", "stop")), done::toString);
  }

  @Test
  void a_service_that_leaves_something_running_or_cannot_be_stopped_is_late() throws Exception {
    leavesNothing = false;
    end().begin(Deadline.never());
    assertFalse(outcomes.take().inTime());
    leavesNothing = true;
    stops = false;
    end().begin(Deadline.never());
    assertFalse(outcomes.take().inTime());
  }
}
