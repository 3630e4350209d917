package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.SettableTicker;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A service that is killed leaves the message bus, whatever fails or hangs meanwhile.
@Timeout(120)
class RpcServiceKillTest {

  private static final Duration AT_LAST = Duration.ofSeconds(10);

  private final SettableTicker time = new SettableTicker();
  private final Config config = TestConfig.onBus("kill-" + UUID.randomUUID()).build();
  private final Transport calling = Transport.open(config);
  private final RpcService service =
      new RpcService(
          config,
          RpcServiceParameters.none()
              .host("one")
              .binary("tacker-conductor")
              .topic("conductor")
              .manager(RecordingManager.class),
          time.timers());
  private final RecordingManager manager = (RecordingManager) service.manager();
  // What hangs does so until the end of the test.
  private final CountDownLatch hang = new CountDownLatch(1);

  @AfterEach
  void end() throws Exception {
    hang.countDown();
    manager.released.countDown();
    service.stop();
    assertTrue(service.awaitStopped(Deadline.never()));
    calling.close();
  }

  @Test
  void a_manager_that_does_not_stop_keeps_a_killed_service_on_the_bus_no_longer() throws Exception {
    CountDownLatch stopping = new CountDownLatch(1);
    manager.atStop =
        () -> {
          stopping.countDown();
          awaitUninterruptibly(hang);
        };
    service.start();
    Transport bus = service.transport();
    Thread killing = Thread.ofPlatform().start(service::kill);
    stopping.await();
    assertTrue(isOpen(bus));
    time.advance(AT_LAST);
    assertFalse(isOpen(bus));
    assertThrows(IllegalStateException.class, service::transport);
    hang.countDown();
    killing.join();
  }

  @Test
  void a_method_that_does_not_end_keeps_a_killed_service_on_the_bus_no_longer() throws Exception {
    manager.duringSlow = () -> awaitUninterruptibly(hang);
    service.start();
    Transport bus = service.transport();
    Thread.startVirtualThread(() -> {
      try {
        RpcClient.create(calling, Target.of("conductor")).call("slow", Map.of());
      } catch (RpcException cutOff) {
        // it is not what this is about
      }
    });
    manager.entered.await();
    service.kill();
    assertTrue(isOpen(bus));
    time.advance(AT_LAST);
    assertFalse(isOpen(bus));
  }

  @Test
  void a_service_that_was_killed_and_runs_again_stays_on_the_bus() throws Exception {
    service.start();
    service.kill();
    service.start();
    time.advance(AT_LAST);
    assertTrue(isOpen(service.transport()));
  }

  @Test
  void all_that_fails_at_the_end_is_told_and_keeps_nothing_else_from_its_end() throws Exception {
    manager.atStop =
        () -> {
          throw new IllegalStateException("no end");
        };
    manager.failsToStart = true;
    IllegalStateException failure = assertThrows(IllegalStateException.class, service::start);
    assertEquals("no host", failure.getMessage());
    assertEquals("no end", failure.getSuppressed()[0].getMessage());
    manager.atStop = () -> {};
  }

  @Test
  void a_service_that_is_stopped_while_it_starts_does_not_begin_to_serve() throws Exception {
    manager.atStart = service::stop;
    assertThrows(IllegalStateException.class, service::start);
    assertEquals(1, manager.events.stream().filter("stop"::equals).count());
    assertFalse(manager.events.contains("hook"), manager.events::toString);
    assertThrows(IllegalStateException.class, service::transport);
  }

  private static boolean isOpen(Transport bus) {
    return bus.status().connected();
  }

  // As one that a database holds up.
  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException late) {
        // it goes on
      }
    }
  }
}
