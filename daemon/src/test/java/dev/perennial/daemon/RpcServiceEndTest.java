package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.registry.DatabaseException;
import dev.perennial.registry.ServiceRecord;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a service does at given times, and what of it still runs when it ends.
@Timeout(120)
class RpcServiceEndTest {

  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofDays(10_000);

  @TempDir private Path directory;

  private final Config config =
      TestConfig.onBus("end-" + UUID.randomUUID())
          .set("DEFAULT", "periodic_fuzzy_delay", "0")
          .build();
  private final Transport transport = Transport.open(config);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void times_that_are_given_to_the_constructor_are_kept() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService service =
        service(parameters().registry(registry).reportInterval(OFTEN).periodicInterval(OFTEN));
    run(service);
    Await.until(() -> registry.find(service.key()).filter(row -> row.reports() > 2).isPresent());
    Await.until(() -> events(service).contains("sweep"));
    end(service);
  }

  @Test
  void times_that_are_not_given_to_the_constructor_mean_none() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService bare = service(parameters().host("two").registry(registry));
    RpcService later =
        service(parameters().registry(registry).reportInterval(OFTEN).periodicInterval(OFTEN));
    run(bare);
    run(later);
    Await.until(() -> reports(registry, later) > 2);
    Await.until(() -> events(later).contains("sweep"));
    assertEquals(Optional.empty(), registry.find(bare.key()));
    assertFalse(events(bare).contains("sweep"), events(bare)::toString);
    end(bare);
    end(later);
  }

  @Test
  void a_fuzzy_delay_that_is_given_to_the_constructor_is_waited() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService service =
        service(
            parameters()
                .registry(registry)
                .reportInterval(OFTEN)
                .periodicInterval(OFTEN)
                .periodicFuzzyDelay(NEVER));
    run(service);
    Await.until(() -> registry.find(service.key()).filter(row -> row.reports() > 2).isPresent());
    assertFalse(events(service).contains("sweep"));
    end(service);
  }

  private RpcService drainedDuringASweep() throws Exception {
    RpcService service = service(parameters().periodicInterval(OFTEN));
    CountDownLatch mayEnd = new CountDownLatch(1);
    manager(service).sweepMayEnd = mayEnd;
    run(service);
    Await.until(() -> events(service).contains("sweep"));
    Thread draining = Await.beginDrain(service);
    mayEnd.countDown();
    draining.join();
    return service;
  }

  @Test
  void a_drain_waits_for_a_periodic_task_that_runs() throws Exception {
    RpcService service = drainedDuringASweep();
    assertTrue(events(service).contains("swept"), events(service)::toString);
    service.stop();
  }

  @Test
  void no_periodic_task_begins_after_a_drain_has_begun() throws Exception {
    RpcService service = drainedDuringASweep();
    assertFalse(events(service).contains("wash"), events(service)::toString);
    service.stop();
  }

  @Test
  void no_periodic_task_begins_after_a_stop_whatever_the_one_under_way_does() throws Exception {
    RpcService service = service(parameters().periodicInterval(OFTEN));
    CountDownLatch mayEnd = new CountDownLatch(1);
    manager(service).duringSweep = () -> awaitUninterruptibly(mayEnd);
    run(service);
    Await.until(() -> events(service).contains("sweep"));
    service.stop();
    mayEnd.countDown();
    assertTrue(service.awaitStopped(Deadline.never()));
    assertFalse(events(service).contains("wash"), events(service)::toString);
  }

  @Test
  void a_service_that_drains_reports_until_its_calls_have_ended() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService service = service(parameters().registry(registry).reportInterval(OFTEN));
    run(service);
    beginSlowCall(service);
    Thread draining = Await.beginDrain(service);
    long before = reports(registry, service);
    Await.until(() -> reports(registry, service) > before + 2);
    manager(service).released.countDown();
    draining.join();
    long last = reports(registry, service);
    assertTrue(service.awaitStopped(Deadline.never()));
    assertEquals(last, reports(registry, service));
    service.stop();
  }

  @Test
  void a_stop_interrupts_calls_and_tasks_that_run() throws Exception {
    RpcService service = service(parameters().periodicInterval(OFTEN));
    manager(service).sweepMayEnd = new CountDownLatch(1);
    run(service);
    Await.until(() -> events(service).contains("sweep"));
    beginSlowCall(service);
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
    assertFalse(events(service).contains("swept"));
    assertFalse(events(service).contains("slow has ended"));
    assertEquals("stop", events(service).getLast());
  }

  @Test
  void the_caller_of_a_call_that_a_stop_cuts_off_hears_of_it() throws Exception {
    RpcService service = service(parameters());
    run(service);
    CompletableFuture<String> outcome = beginSlowCall(service);
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
    String told = outcome.get(60, TimeUnit.SECONDS);
    assertTrue(told.contains(InterruptedException.class.getName()), told);
  }

  @Test
  void a_killed_service_stops_at_once_and_is_forgotten() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService service = service(parameters().registry(registry));
    run(service);
    service.reportState();
    assertTrue(registry.find(service.key()).isPresent());
    beginSlowCall(service);
    service.kill();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
    assertFalse(events(service).contains("slow has ended"));
    assertEquals("stop", events(service).getLast());
    assertEquals(Optional.empty(), registry.find(service.key()));
  }

  @Test
  void a_report_under_way_does_not_bring_back_a_service_that_was_killed() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService service = service(parameters().registry(registry).reportInterval(OFTEN));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    manager(service).works =
        () -> {
          asked.countDown();
          awaitUninterruptibly(answer);
          return true;
        };
    run(service);
    asked.await();
    Thread killing = Thread.ofPlatform().start(service::kill);
    Await.until(() -> Await.waits(killing) || !killing.isAlive());
    answer.countDown();
    killing.join();
    assertTrue(service.awaitStopped(Deadline.never()));
    assertEquals(Optional.empty(), registry.find(service.key()));
  }

  @Test
  void a_killed_service_is_forgotten_before_its_manager_closes_the_database() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService service = service(parameters().registry(registry));
    run(service);
    service.reportState();
    List<Boolean> listed = new ArrayList<>();
    manager(service).atStop = () -> listed.add(registry.find(service.key()).isPresent());
    service.kill();
    assertEquals(List.of(false), listed);
  }

  @Test
  void a_killed_service_has_stopped_also_if_the_registry_cannot_be_asked() throws Exception {
    RpcService service =
        service(parameters().registry(TestRegistry.in(directory.resolve("missing"))));
    run(service);
    assertThrows(DatabaseException.class, service::kill);
    assertEquals("stop", events(service).getLast());
    assertThrows(IllegalStateException.class, service::transport);
  }

  @Test
  void a_manager_that_fails_to_stop_does_not_keep_the_service_on_the_bus() throws Exception {
    RpcService service = service(parameters());
    manager(service).atStop =
        () -> {
          throw new IllegalStateException("no end");
        };
    run(service);
    IllegalStateException failure = assertThrows(IllegalStateException.class, service::stop);
    assertEquals("no end", failure.getMessage());
    assertThrows(IllegalStateException.class, service::transport);
  }

  @Test
  void its_transport_is_in_the_metrics() throws Exception {
    RpcService service = service(parameters().binary("measured"));
    run(service);
    Await.until(() -> connected().equals(List.of(1L)));
    end(service);
    assertEquals(List.of(0L), connected());
  }

  private static List<Long> connected() {
    return Metrics.ofProcess().series().stream()
        .filter(series -> series.name().equals("rpc_transport_connected"))
        .filter(series -> series.labels().contains("measured"))
        .flatMap(series -> series.values().stream())
        .toList();
  }

  private static RpcServiceParameters parameters() {
    return RpcServiceParameters.none()
        .host("one")
        .binary("tacker-conductor")
        .topic("conductor")
        .manager(RecordingManager.class);
  }

  private RpcService service(RpcServiceParameters parameters) {
    return new RpcService(config, parameters);
  }

  private static void run(RpcService service) throws Exception {
    service.start();
    service.takeOver();
  }

  private static long reports(ServiceRegistry registry, RpcService service) {
    return registry.find(service.key()).map(ServiceRecord::reports).orElse(0L);
  }

  private static void end(RpcService service) throws Exception {
    service.drain(Deadline.after(Duration.ofSeconds(60)));
    service.stop();
  }

  // It ends only by an interrupt.
  private CompletableFuture<String> beginSlowCall(RpcService service) throws InterruptedException {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        RpcClient client = RpcClient.create(transport, Target.of("conductor"));
        outcome.complete(client.call("slow", Map.of(), String.class));
      } catch (RpcException cutOff) {
        outcome.complete(cutOff.toString());
      }
    });
    manager(service).entered.await();
    return outcome;
  }

  private static RecordingManager manager(RpcService service) {
    return (RecordingManager) service.manager();
  }

  private static List<String> events(RpcService service) {
    return manager(service).events;
  }

  // As a report that a database holds up.
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
