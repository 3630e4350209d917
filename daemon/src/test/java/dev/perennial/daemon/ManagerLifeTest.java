package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.Endpoint;
import dev.perennial.service.TasksOperation;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A service whose manager takes its time to be made.
@Timeout(120)
class ManagerLifeTest {

  private final Config config = TestConfig.onBus("life-" + UUID.randomUUID()).build();
  private final Constructing constructing = new Constructing();
  private final RpcService service =
      RpcService.create(
          config,
          with ->
              with.binary("tacker-conductor")
                  .manager(SlowManager.class)
                  .managerArguments(constructing));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// What becomes of a constructor.
  static final class Constructing {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    // As one that connects to what does not answer.
    private void awaitUninterruptibly() {
      begun.countDown();
      while (mayEnd.getCount() > 0) {
        try {
          mayEnd.await();
        } catch (InterruptedException late) {
          // it goes on
        }
      }
    }
  }

  @Endpoint
  static final class SlowManager extends RecordingManager {
    SlowManager(Config config, String host, Constructing constructing) {
      super(config, host);
      constructing.awaitUninterruptibly();
    }
  }

  @AfterEach
  void close() {
    constructing.mayEnd.countDown();
    threads.close();
    service.stop();
  }

  @Test
  void a_service_whose_manager_is_being_made_can_be_looked_at_and_stopped() throws Exception {
    Future<Set<String>> start = threads.submit(this::start);
    constructing.begun.await();
    assertEquals(Set.of(), threads.submit(this::operations).get(60, TimeUnit.SECONDS));
    threads.submit(service::stop).get(60, TimeUnit.SECONDS);
    constructing.mayEnd.countDown();
    String cutShort = assertThrows(ExecutionException.class, start::get).toString();
    assertTrue(cutShort.contains("stopped while its manager was made"), cutShort);
    assertEquals(List.of("constructor " + service.key().host()), events());
  }

  @Test
  void its_tasks_are_offered_when_it_is_made_and_the_same_one_starts_again() throws Exception {
    constructing.mayEnd.countDown();
    assertEquals(Set.of(TasksOperation.NAME), start());
    Manager first = service.manager();
    service.stop();
    service.start();
    assertSame(first, service.manager());
  }

  private Set<String> start() throws Exception {
    service.start();
    return operations();
  }

  private Set<String> operations() {
    return service.operations().keySet();
  }

  private List<String> events() {
    return ((SlowManager) service.manager()).events;
  }
}
