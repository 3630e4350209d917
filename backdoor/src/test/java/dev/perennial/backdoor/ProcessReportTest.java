package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.TaskGroup;
import dev.perennial.service.Activity;
import dev.perennial.service.Operation;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.Service;
import dev.perennial.service.ServiceState;
import dev.perennial.service.TasksOperation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessReportTest {

  private record Sweeper(TaskGroup group) implements Service {
    @Override
    public String name() {
      return "sweeper";
    }

    @Override
    public void start() {}

    @Override
    public void drain(Deadline deadline) {}

    @Override
    public void stop() {
      group.stop();
    }

    @Override
    public boolean awaitStopped(Deadline deadline) throws InterruptedException {
      return group.awaitStopped(deadline).isEmpty();
    }

    @Override
    public Activity activity() {
      return new Activity(12, 3);
    }

    @Override
    public Map<String, Operation> operations() {
      Map<String, Object> row = Map.of("task", "sweep", "state", "waiting", "runs", 4);
      return Map.of(TasksOperation.NAME, _ -> Optional.of(List.of(row)));
    }
  }

  private final TaskGroup group = new TaskGroup("sweeper");

  private ProcessReport report() {
    Service service = new Sweeper(group);
    return new ProcessReport(
        new ProcessContext(
            ProcessContext.Role.WORKER,
            "sweeper/0",
            List.of(service),
            _ -> ServiceState.RUNNING,
            Path.of("/nowhere"),
            new Object()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> part(Map<String, Object> report, String name) {
    return (Map<String, Object>) report.getOrDefault(name, Map.of());
  }

  @Test
  void each_service_is_there_with_its_state_its_counts_and_its_timers() throws Exception {
    Map<String, Object> report = report().take();
    assertEquals("sweeper/0", part(report, "process").get("name"));
    assertEquals(
        List.of(
            Map.of("name", "sweeper", "state", "running", "requests_total", 12L, "in_flight", 3)),
        report.get("services"));
    assertEquals(
        List.of(Map.of("service", "sweeper", "task", "sweep", "state", "waiting", "runs", 4)),
        report.get("timers"));
  }

  @Test
  void what_is_under_way_is_there_with_its_thread() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    group.start(
        "count",
        () -> {
          begun.countDown();
          awaitQuietly(end);
        });
    begun.await();
    String inFlight = report().take().get("in_flight").toString();
    end.countDown();
    assertTrue(inFlight.contains("kind=task, what=sweeper-count, age_s="), inFlight);
    assertTrue(inFlight.matches("(?s).*thread=#\\d+ sweeper-count.*"), inFlight);
  }

  @Test
  void threads_in_a_circle_of_locks_are_named() throws Exception {
    Object first = new Object();
    Object second = new Object();
    CountDownLatch both = new CountDownLatch(2);
    // Daemons, because nothing can end them.
    Thread one = Thread.ofPlatform().daemon().start(() -> lockBoth(first, second, both));
    Thread other = Thread.ofPlatform().daemon().start(() -> lockBoth(second, first, both));
    Await.until("both wait", () -> isBlocked(one) && isBlocked(other));
    Map<String, Object> locks = part(report().take(), "locks");
    List<?> deadlocked = (List<?>) locks.get("deadlocked");
    assertTrue(deadlocked.containsAll(List.of(one.threadId(), other.threadId())), locks::toString);
    String waited = String.valueOf(locks.get("waited_for"));
    assertTrue(waited.contains("held_by=#" + one.threadId()), waited);
  }

  private static boolean isBlocked(Thread thread) {
    return thread.getState() == Thread.State.BLOCKED;
  }

  private static void lockBoth(Object first, Object second, CountDownLatch both) {
    synchronized (first) {
      both.countDown();
      awaitQuietly(both);
      synchronized (second) {
        throw new IllegalStateException("no deadlock");
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void connections_that_nobody_has_accepted_and_memory_are_counted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket _ = new Socket(server.getInetAddress(), server.getLocalPort())) {
      Map<String, Object> report = report().take();
      String listening = String.valueOf(part(report, "queues").get("listening"));
      assertTrue(listening.contains("port=" + server.getLocalPort()), listening);
      assertTrue(listening.contains("not_accepted=1"), listening);
      Map<String, Object> memory = part(report, "memory");
      assertTrue(((Number) memory.getOrDefault("rss_bytes", 0)).longValue() > 1 << 20);
      assertTrue(memory.containsKey("heap") && memory.containsKey("collectors"), memory::toString);
      assertTrue(((Number) memory.getOrDefault("open_descriptors", 0)).longValue() > 3);
    }
  }
}
