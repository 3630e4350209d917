package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import dev.perennial.service.BaseService;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Service;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of the launchers' arguments, and a [ServiceLauncher] from start to end.
class LauncherTest {

  @TempDir Path temp;

  private final List<String> events = new CopyOnWriteArrayList<>();

  private final class Recorded extends BaseService {
    private final String name;

    Recorded(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() throws Exception {
      super.start();
      events.add(name + " starts");
    }

    @Override
    public void drain(Deadline deadline) throws InterruptedException {
      super.drain(deadline);
      events.add(name + " drains");
    }

    @Override
    public void reset(ConfigChange change) {
      events.add(name + " is reset");
    }
  }

  private Config config() {
    return Config.forTesting(ServiceOptions.class, LauncherOptions.class)
        .set("launcher", "state_dir", temp.resolve("state").toString())
        .build();
  }

  @AfterEach
  void free() {
    LauncherClaim.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void launch_refuses_a_number_of_workers_below_1(int workers) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Launcher.launch(config(), new BaseService(), workers));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProcessLauncher(config()).launchService(new BaseService(), workers));
  }

  @Test
  void launch_without_workers_or_with_one_runs_in_this_process() {
    assertInstanceOf(ServiceLauncher.class, Launcher.launch(config(), new BaseService()));
    LauncherClaim.release();
    assertInstanceOf(ServiceLauncher.class, Launcher.launch(config(), new BaseService(), 1));
  }

  @Test
  void launch_with_more_workers_runs_worker_processes() {
    Launcher launcher = Launcher.launch(config(), new BaseService(), 3);
    assertEquals(3, assertInstanceOf(ProcessLauncher.class, launcher).workers());
  }

  @Test
  void launch_cannot_be_called_without_a_configuration() {
    List<Method> launches =
        Stream.of(Launcher.class.getMethods())
            .filter(method -> method.getName().equals("launch"))
            .toList();
    assertEquals(3, launches.size());
    launches.forEach(launch -> assertEquals(Config.class, launch.getParameterTypes()[0]));
  }

  @Test
  void a_service_launcher_refuses_more_than_one_worker() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    assertThrows(
        IllegalArgumentException.class, () -> launcher.launchService(new BaseService(), 2));
  }

  @Test
  void a_second_launcher_in_the_process_is_refused() {
    new ServiceLauncher(config());
    assertThrows(IllegalStateException.class, () -> new ProcessLauncher(config()));
  }

  @Test
  void the_wait_interval_must_be_positive() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ProcessLauncher(config(), Duration.ZERO, RestartMethod.RELOAD));
  }

  @Test
  void services_of_one_name_are_told_apart_by_number() {
    Registrations registrations = new Registrations();
    registrations.add(new BaseService(), 1);
    registrations.add(new BaseService(), 2);
    assertEquals(List.of("base-service", "base-service-2"), registrations.names());
  }

  @Test
  void worker_processes_are_refused_inside_a_test_runner() {
    RecordedLines said = new RecordedLines();
    Logger root = Logger.getLogger("");
    root.addHandler(said);
    try {
      ProcessLauncher launcher = new ProcessLauncher(config());
      launcher.launchService(new BaseService(), 2);
      assertEquals(1, launcher.await());
    } finally {
      root.removeHandler(said);
    }
    // A worker that runs the test runner ends the program with 1 too.
    String refusal = "SEVERE cannot start worker processes from inside a test runner, ";
    assertTrue(
        said.all().stream().anyMatch(line -> line.startsWith(refusal)), said.all()::toString);
  }

  @Test
  void services_start_in_order_and_end_in_reverse_order() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new Recorded("a"));
    launcher.launchService(new Recorded("b"));
    launcher.whenReady(running -> {
      assertEquals(List.of("a", "b"), running.stream().map(RunningService::name).toList());
      launcher.stop();
    });
    assertEquals(0, launcher.await());
    assertEquals(List.of("a starts", "b starts", "b drains", "a drains"), events);
  }

  @Test
  void a_service_may_come_from_a_factory() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(() -> new Recorded("made"), 1);
    launcher.whenReady(_ -> launcher.stop());
    assertEquals(0, launcher.await());
    assertEquals(List.of("made starts", "made drains"), events);
  }

  @Test
  void a_base_service_as_it_is_runs_until_the_stop() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new BaseService());
    launcher.whenReady(running -> {
      running.forEach(service -> events.add(service.name()));
      launcher.stop();
    });
    assertEquals(0, launcher.await());
    assertEquals(List.of("base-service"), events);
  }

  @Test
  void stop_may_be_called_twice() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new Recorded("a"));
    launcher.whenReady(_ -> {
      launcher.stop();
      launcher.stop();
    });
    assertEquals(0, launcher.await());
    assertEquals(List.of("a starts", "a drains"), events);
  }

  @Test
  void a_stop_before_the_start_makes_it_needless() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new Recorded("a"));
    launcher.stop();
    launcher.stop();
    assertEquals(0, launcher.await());
    assertEquals(List.of(), events);
  }

  @Test
  void a_service_that_cannot_start_ends_the_others_and_the_program_with_1() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new Recorded("a"));
    launcher.launchService(
        new BaseService() {
          @Override
          public void start() {
            throw new IllegalStateException("no");
          }
        });
    assertEquals(1, launcher.await());
    assertEquals(List.of("a starts", "a drains"), events);
  }

  @Test
  void a_service_that_cannot_say_where_it_listens_cannot_start() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new Recorded("a"));
    launcher.launchService(
        new Listening(
            "b",
            () -> {
              throw new IllegalStateException("no idea");
            }));
    assertEquals(1, launcher.await());
    assertEquals(List.of(), events);
  }

  @Test
  void each_service_that_is_ready_is_told_with_its_own_addresses() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    ListenAddress a = ListenAddress.unix(temp.resolve("a.sock"));
    ListenAddress b = ListenAddress.unix(temp.resolve("b.sock"));
    launcher.launchService(new Listening("a", () -> List.of(a)));
    launcher.launchService(new Recorded("none"));
    launcher.launchService(new Listening("b", () -> List.of(b)));
    launcher.whenReady(running -> {
      assertEquals(
          List.of(List.of(a.text()), List.of(), List.of(b.text())),
          running.stream().map(RunningService::addresses).toList());
      launcher.stop();
    });
    assertEquals(0, launcher.await());
  }

  private static final class Listening extends BaseService implements ListeningService {
    private final String name;
    private final Supplier<List<ListenAddress>> addresses;

    Listening(String name, Supplier<List<ListenAddress>> addresses) {
      this.name = name;
      this.addresses = addresses;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<ListenAddress> listenAddresses() {
      return addresses.get();
    }

    @Override
    public void bind(List<BoundSocket> sockets) {}
  }

  /// A service with nothing but what the interface asks for.
  private final class FooService implements Service {

    @Override
    public void start() {
      events.add("start");
    }

    @Override
    public void drain(Deadline deadline) {
      events.add("drain");
    }

    @Override
    public void stop() {
      events.add("stop");
    }

    @Override
    public boolean awaitStopped(Deadline deadline) {
      events.add("wait");
      return true;
    }

    @Override
    public void reset(ConfigChange change) {
      events.add("reset");
    }
  }

  @Test
  void a_reload_drains_resets_and_starts_the_same_object() throws Exception {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new FooService());
    assertEquals(0, awaitAfter(launcher, "reload wait"));
    assertEquals(
        List.of("start", "drain", "stop", "wait", "reset", "start", "drain", "stop", "wait"),
        events);
  }

  @Test
  void a_mutation_resets_and_restarts_nothing() throws Exception {
    ServiceLauncher launcher = new ServiceLauncher(config(), RestartMethod.MUTATE);
    launcher.launchService(new FooService());
    assertEquals(0, awaitAfter(launcher, "reload wait"));
    assertEquals(List.of("start", "reset", "drain", "stop", "wait"), events);
  }

  // Asks over the control socket, as an operator does, once the services are ready, then stops.
  private int awaitAfter(ServiceLauncher launcher, String request) {
    launcher.whenReady(_ ->
        Thread.ofVirtual()
            .start(() -> {
              events.addAll(answerTo(request).startsWith("ok") ? List.of() : List.of("?"));
              launcher.stop();
            }));
    return launcher.await();
  }

  @Test
  void a_program_whose_virtual_threads_all_compute_answers_an_operator() throws Exception {
    ServiceLauncher launcher = new ServiceLauncher(config());
    launcher.launchService(new Recorded("s"));
    launcher.whenReady(_ -> Thread.ofPlatform().start(() -> askWhileBusy(launcher)));
    assertEquals(0, launcher.await());
    assertTrue(events.getFirst().startsWith("ok"), events::toString);
  }

  private void askWhileBusy(ServiceLauncher launcher) {
    try (BusyVirtualThreads _ = new BusyVirtualThreads()) {
      FutureTask<String> answer = new FutureTask<>(() -> answerTo("status"));
      Thread.ofPlatform().daemon(true).start(answer);
      events.addFirst(answer.get(60, TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException failure) {
      events.addFirst(failure.toString());
    } finally {
      launcher.stop();
    }
  }

  private String answerTo(String request) {
    Path socket = temp.resolve("state").resolve(StateDirectory.CONTROL_SOCKET);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      LineChannel lines = new LineChannel(channel);
      lines.send("perennial 1 " + request);
      return lines.receive().orElse("no answer");
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  @Test
  void eleven_services_run_in_one_launcher() {
    ServiceLauncher launcher = new ServiceLauncher(config());
    for (int i = 0; i < 11; i++) {
      launcher.launchService(new Recorded("s" + i));
    }
    launcher.whenReady(_ -> launcher.stop());
    assertEquals(0, launcher.await());
    assertEquals(22, events.size());
    assertTrue(events.contains("s10 starts"));
  }
}
