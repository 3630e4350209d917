package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.registry.Heartbeat;
import dev.perennial.registry.ServiceKey;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.RemoteException;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.RpcException;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.Replacement;
import dev.perennial.testing.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RpcServiceTest {

  @TempDir private Path directory;

  private final Config config =
      TestConfig.onBus("service-" + UUID.randomUUID())
          .set("DEFAULT", "host", "one")
          .set("DEFAULT", "periodic_fuzzy_delay", "0")
          .build();
  private final Transport transport = Transport.open(config);
  private final RpcService service = create(with -> with.periodicInterval(Duration.ZERO));

  @AfterEach
  void close() {
    ((RecordingManager) service.manager()).released.countDown();
    service.stop();
    transport.close();
  }

  @Test
  void hooks_run_in_their_order_and_calls_come_only_after_them() throws Exception {
    assertEquals("tacker-conductor", service.name());
    assertEquals("conductor", service.topic());
    service.start();
    assertEquals("hello from one", ping("conductor"));
    service.drain(Deadline.after(Duration.ofSeconds(60)));
    service.stop();
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
    assertEquals(
        List.of(
            "constructor one",
            "start",
            "initHost",
            "hook",
            "afterStart without traffic",
            "ping",
            "stop"),
        events());
  }

  @Test
  void it_listens_on_its_topic_on_its_host_and_where_the_hook_says() throws Exception {
    service.start();
    assertEquals("hello from one", ping("second"));
    RpcClient client = RpcClient.create(transport, Target.of("conductor"));
    Map<String, String> arguments = Map.of("text", "direct");
    assertEquals(
        "direct from one",
        client.prepare(to -> to.server("one")).call("ping", arguments, String.class));
    client.fanout("ping", arguments);
    service.drain(Deadline.after(Duration.ofSeconds(60)));
    assertEquals(3, events().stream().filter("ping"::equals).count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start",
        "init_host",
        "initialize_service_hook",
        "after_start",
        "stop",
        "kill",
        "wait",
        "reset",
        "report_state",
        "is_working",
        "periodic_tasks",
        "sweep"
      })
  void nothing_of_a_manager_can_be_called_that_is_not_offered(String method) throws Exception {
    service.start();
    RpcClient client = RpcClient.create(transport, Target.of("conductor"));
    List<String> before = List.copyOf(events());
    RemoteException refused =
        assertThrows(RemoteException.class, () -> client.call(method, Map.of()));
    assertTrue(refused.getMessage().contains("NoSuchMethod"), refused::toString);
    assertEquals(before, events());
  }

  @Test
  void a_drain_lets_running_calls_end_and_then_stops_the_manager() throws Exception {
    service.start();
    RecordingManager manager = (RecordingManager) service.manager();
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() ->
            RpcClient.create(transport, Target.of("conductor"))
                .call("slow", Map.of(), String.class));
    manager.entered.await();
    assertEquals(1, service.activity().inFlight());
    assertFalse(service.awaitStopped(Deadline.after(Duration.ofMillis(1))));
    Thread draining = Await.beginDrain(service);
    assertFalse(events().contains("stop"), events()::toString);
    manager.released.countDown();
    assertEquals("done", answer.get(60, TimeUnit.SECONDS));
    draining.join();
    service.stop();
    assertEquals(
        List.of("slow has ended", "stop"), events().subList(events().size() - 2, events().size()));
  }

  @Test
  void a_start_that_fails_stops_the_manager_and_leaves_the_bus() {
    RecordingManager manager = (RecordingManager) service.manager();
    manager.failsToStart = true;
    assertThrows(IllegalStateException.class, service::start);
    assertEquals(List.of("constructor one", "start", "initHost", "stop"), events());
    assertThrows(IllegalStateException.class, service::transport);
  }

  @Test
  void it_can_be_started_again_in_the_same_process() throws Exception {
    for (int i = 0; i < 2; i++) {
      service.start();
      assertEquals("hello from one", ping("conductor"));
      service.stop();
    }
    RpcClient impatient =
        RpcClient.create(transport, Target.of("conductor"))
            .prepare(to -> to.timeout(Duration.ofMillis(100)));
    assertThrows(RpcException.class, () -> impatient.call("ping", Map.of("text", "late")));
  }

  @Test
  void periodic_tasks_begin_with_the_handover_and_not_before() throws Exception {
    assertEquals(Replacement.HANDOVER, service.replacement());
    RpcService periodic = create(with -> with.periodicInterval(Duration.ofMillis(5)));
    RecordingManager manager = (RecordingManager) periodic.manager();
    periodic.start();
    assertEquals("hello from one", ping("conductor"));
    assertFalse(manager.events.contains("sweep"));
    periodic.takeOver();
    Await.until(() -> manager.events.contains("sweep"));
    periodic.drain(Deadline.after(Duration.ofSeconds(60)));
    periodic.stop();
  }

  @Test
  void the_constructor_takes_host_binary_topic_and_manager() {
    RpcServiceParameters said =
        RpcServiceParameters.none()
            .host("two")
            .binary("tacker-other")
            .topic("work")
            .manager(RecordingManager.class);
    RpcService bare = new RpcService(config, said);
    assertEquals(new ServiceKey("two", "tacker-other"), bare.key());
    assertEquals("work", bare.topic());
    assertEquals(List.of("constructor two"), ((RecordingManager) bare.manager()).events);
    for (RpcServiceParameters lacking :
        List.of(said.host(""), said.binary(""), said.topic(""), said.manager(""))) {
      assertThrows(IllegalArgumentException.class, () -> new RpcService(config, lacking));
    }
  }

  // Where zero meant at once, it would have done what another one does again and again meanwhile.
  @Test
  void intervals_of_zero_mean_none() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService never = withIntervals("never", registry, Duration.ZERO);
    RpcService often = withIntervals("often", registry, Duration.ofMillis(5));
    Await.until(() -> registry.find(often.key()).filter(row -> row.reports() > 2).isPresent());
    Await.until(() -> ((RecordingManager) often.manager()).events.contains("sweep"));
    assertEquals(Optional.empty(), registry.find(never.key()));
    assertFalse(((RecordingManager) never.manager()).events.contains("sweep"));
    stop(often);
    stop(never);
  }

  private RpcService withIntervals(String host, ServiceRegistry registry, Duration interval)
      throws Exception {
    RpcService made =
        create(with ->
            with.host(host).registry(registry).reportInterval(interval).periodicInterval(interval));
    made.start();
    made.takeOver();
    return made;
  }

  @Test
  void a_failing_periodic_task_is_raised_only_if_asked_for() throws Exception {
    RecordingManager manager = (RecordingManager) service.manager();
    manager.failsPeriodically = true;
    service.periodicTasks(false);
    assertTrue(events().containsAll(List.of("air", "sweep", "wash")), events()::toString);
    RpcService other = create(with -> with);
    ((RecordingManager) other.manager()).failsPeriodically = true;
    assertThrows(IllegalStateException.class, () -> other.periodicTasks(true));
  }

  @Test
  void state_is_reported_unless_the_manager_does_not_work() {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService reporting = create(with -> with.registry(registry).version("1.2"));
    RecordingManager manager = (RecordingManager) reporting.manager();
    manager.works = () -> false;
    assertEquals(Optional.of(Heartbeat.Result.VETOED), reporting.reportState());
    manager.works = () -> true;
    assertEquals(Optional.of(Heartbeat.Result.REPORTED), reporting.reportState());
    assertEquals(new ServiceKey("one", "tacker-conductor"), reporting.key());
    assertEquals("1.2", registry.find(reporting.key()).orElseThrow().version());
    assertEquals("conductor", registry.find(reporting.key()).orElseThrow().topic());
    assertEquals(Optional.empty(), service.reportState());
    reporting.kill();
    assertEquals(Optional.empty(), registry.find(reporting.key()));
  }

  @Test
  void state_is_reported_again_and_again_from_the_start_on() throws Exception {
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService reporting =
        create(with -> with.registry(registry).reportInterval(Duration.ofMillis(5)));
    assertEquals(Optional.empty(), registry.find(reporting.key()));
    reporting.start();
    Await.until(() -> registry.find(reporting.key()).filter(row -> row.reports() > 2).isPresent());
    reporting.drain(Deadline.after(Duration.ofSeconds(60)));
    stop(reporting);
  }

  // A report that was interrupted may still write into the directory of the database.
  private static void stop(RpcService reporting) throws InterruptedException {
    reporting.stop();
    assertTrue(reporting.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
  }

  @Test
  void a_service_that_would_count_as_down_between_two_reports_says_so() throws Exception {
    try (LogLines log = LogLines.of("dev.perennial.daemon")) {
      for (int seconds : List.of(59, 60)) {
        RpcService reporting =
            create(with ->
                with.registry(TestRegistry.in(directory))
                    .reportInterval(Duration.ofSeconds(seconds)));
        reporting.start();
        stop(reporting);
      }
      assertEquals(
          List.of(
              "tacker-conductor on one reports every 60 s and counts as down 60 s after a report:"
                  + " set service_down_time to a few times report_interval"),
          log.all());
    }
  }

  @Test
  void the_version_is_that_of_the_jar_unless_it_is_said() {
    // Classes in a folder have none.
    assertEquals("unknown", ManagerClass.named(RecordingManager.class.getName()).version());
    ServiceRegistry registry = TestRegistry.in(directory);
    RpcService reporting = create(with -> with.registry(registry).version(""));
    reporting.reportState();
    assertEquals("unknown", registry.find(reporting.key()).orElseThrow().version());
  }

  @Test
  void operators_see_its_tasks_and_the_registry() throws Exception {
    service.start();
    assertEquals(List.of("tasks"), service.operations().keySet().stream().sorted().toList());
    RpcService reporting = create(with -> with.registry(TestRegistry.in(directory)));
    reporting.start();
    assertEquals(
        List.of("services", "tasks"), reporting.operations().keySet().stream().sorted().toList());
    stop(reporting);
  }

  @Test
  void a_change_of_configuration_reaches_the_manager() throws Exception {
    service.start();
    service.reset(config.prepareReload().change());
    assertEquals("reset", events().getLast());
  }

  @Test
  void the_first_delay_is_up_to_the_fuzzy_delay_and_none_without_one() {
    Duration longest = Duration.ofNanos(3);
    boolean[] seen = new boolean[4];
    for (int i = 0; i < 10_000; i++) {
      seen[Math.toIntExact(RpcService.firstDelay(Optional.of(longest)).toNanos())] = true;
    }
    assertTrue(seen[0] && seen[1] && seen[2] && seen[3]);
    assertEquals(Duration.ZERO, RpcService.firstDelay(Optional.empty()));
    assertEquals(Duration.ZERO, RpcService.firstDelay(Optional.of(Duration.ZERO)));
  }

  @Test
  void nothing_is_opened_and_no_manager_made_before_the_service_starts() {
    RpcService failing =
        create(with ->
            with.manager(ManagerClassTest.Failing.class).registry(TestRegistry.in(directory)));
    assertThrows(IllegalStateException.class, failing::transport);
    assertFalse(Files.exists(directory.resolve("registry.db")));
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, failing::start);
    assertTrue(String.valueOf(refused.getMessage()).contains("no room"), refused::getMessage);
    failing.stop();
    assertSame(service.manager(), service.manager());
  }

  @Test
  void arguments_that_no_constructor_takes_are_refused_before_the_start() {
    assertThrows(IllegalArgumentException.class, () -> create(with -> with.managerArguments(7)));
  }

  private RpcService create(UnaryOperator<RpcServiceParameters> more) {
    return RpcService.create(
        config,
        with -> more.apply(with.binary("tacker-conductor").manager(RecordingManager.class)));
  }

  private List<String> events() {
    return ((RecordingManager) service.manager()).events;
  }

  private String ping(String topic) {
    return RpcClient.create(transport, Target.of(topic))
        .call("ping", Map.of("text", "hello"), String.class);
  }
}
