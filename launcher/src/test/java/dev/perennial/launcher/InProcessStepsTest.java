package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.BaseService;
import dev.perennial.service.ServiceGroup;
import dev.perennial.service.ServiceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// However a step ends, the launcher hears of it.
class InProcessStepsTest {

  private static final NoClassDefFoundError MISSING = new NoClassDefFoundError("app/Pool");
  // In fact an OutOfMemoryError, which would end the whole run of tests where it is not caught.
  private static final InternalError NO_THREAD = new InternalError("no thread");

  private final Config config = Config.forTesting(ServiceOptions.class).build();
  private final ServiceGroup group = new ServiceGroup();
  private final BlockingQueue<InProcessEvent> events = new LinkedBlockingQueue<>();

  private InProcessSteps steps(RestartMethod method) {
    return steps(config, method);
  }

  private InProcessSteps steps(Config ofThese, RestartMethod method) {
    return new InProcessSteps(
        ofThese, method, group, List.of(), events, LineChannel::ownThread, Ticker.system());
  }

  private InProcessEvent next() throws InterruptedException {
    return Optional.ofNullable(events.poll(10, TimeUnit.SECONDS)).orElseThrow();
  }

  private InProcessEvent reload(InProcessSteps steps) throws InterruptedException {
    steps.read();
    InProcessEvent read = next();
    if (read instanceof InProcessEvent.ConfigRead(ReadConfig.Usable(Candidate candidate))) {
      steps.switchTo(candidate);
      return next();
    }
    return read;
  }

  /// @return why
  private String refusedReload(InProcessSteps steps) throws InterruptedException {
    return assertInstanceOf(InProcessEvent.ReloadRefused.class, reload(steps)).why();
  }

  /// @return why
  private String refusedToRead(InProcessSteps steps) throws InterruptedException {
    InProcessEvent.ConfigRead read =
        assertInstanceOf(InProcessEvent.ConfigRead.class, reload(steps));
    return assertInstanceOf(ReadConfig.Refused.class, read.result()).why();
  }

  private InProcessSteps stepsWithoutThreads() {
    return new InProcessSteps(
        config,
        RestartMethod.RELOAD,
        group,
        List.of(),
        events,
        () -> {
          throw NO_THREAD;
        },
        Ticker.system());
  }

  @Test
  void a_start_that_gets_no_thread_has_failed() {
    stepsWithoutThreads().start();
    assertEquals(new InProcessEvent.StepEnded(false, Optional.of(NO_THREAD)), events.remove());
  }

  @Test
  void a_reload_that_gets_no_thread_is_refused() throws Exception {
    String why = refusedToRead(stepsWithoutThreads());
    assertTrue(why.contains("no thread"), why);
    stepsWithoutThreads().switchTo(config.prepareReload());
    assertEquals(InProcessEvent.ReloadRefused.class, next().getClass());
  }

  @Test
  void a_drain_that_gets_no_thread_has_not_begun() {
    assertFalse(stepsWithoutThreads().drain(Deadline.never()));
    assertEquals(0, events.size());
  }

  @Test
  void a_start_that_ends_with_an_error_has_failed() throws Exception {
    group.add(
        new BaseService() {
          @Override
          public void start() {
            throw MISSING;
          }
        });
    steps(RestartMethod.RELOAD).start();
    InProcessEvent.StepEnded ended = assertInstanceOf(InProcessEvent.StepEnded.class, next());
    assertEquals(MISSING, ended.failure().orElseThrow());
  }

  /// Fails in certain starts.
  private final class Choosy extends BaseService {
    private final Set<Integer> failures;
    private final List<Integer> generations = new ArrayList<>();

    private Choosy(Integer... failures) {
      this.failures = Set.of(failures);
    }

    @Override
    public void start() {
      generations.add(config.snapshot().generation());
      if (failures.contains(generations.size())) {
        throw new IllegalStateException("no luck in start " + generations.size());
      }
    }
  }

  @Test
  void services_that_cannot_start_in_a_reload_start_again_with_what_was_in_force()
      throws Exception {
    Choosy first = new Choosy();
    Choosy second = new Choosy(2);
    group.add(first);
    group.add(second);
    group.start();
    String why = refusedReload(steps(RestartMethod.RELOAD));
    assertTrue(why.contains("no luck in start 2"), why);
    assertEquals(List.of(1, 2, 1), first.generations);
    assertEquals(List.of(1, 2, 1), second.generations);
    assertEquals(List.of(ServiceState.RUNNING, ServiceState.RUNNING), group.states());
  }

  @Test
  void a_reload_that_another_change_has_overtaken_is_refused_and_services_start_again()
      throws Exception {
    group.add(
        new BaseService() {
          @Override
          public void drain(Deadline deadline) {
            config.commit(config.prepareOverride("DEFAULT", "graceful_shutdown_timeout", "7"));
          }
        });
    group.start();
    String why = refusedReload(steps(RestartMethod.RELOAD));
    assertTrue(why.contains("prepare again"), why);
    assertEquals(List.of(ServiceState.RUNNING), group.states());
    assertEquals(7, config.get(ServiceOptions.class).gracefulShutdownTimeout());
  }

  @Test
  void a_mutation_that_another_change_has_overtaken_is_refused() throws Exception {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    config
        .live(ServiceOptions.class)
        .checkEvery((_, _) -> {
          if (isFirst.getAndSet(false)) {
            config.commit(config.prepareOverride("DEFAULT", "graceful_shutdown_timeout", "7"));
          }
        });
    String why = refusedReload(steps(RestartMethod.MUTATE));
    assertTrue(why.contains("prepare again"), why);
  }

  @Test
  void a_reload_after_which_services_cannot_start_at_all_has_failed() throws Exception {
    group.add(new Choosy(2, 3));
    group.start();
    InProcessEvent.StepEnded ended =
        assertInstanceOf(InProcessEvent.StepEnded.class, reload(steps(RestartMethod.RELOAD)));
    Throwable failure = ended.failure().orElseThrow();
    // The first one may have secrets that only the configuration knows which was taken back.
    assertEquals("no luck in start 3", failure.getMessage());
    assertEquals(0, failure.getSuppressed().length);
  }

  @Test
  void a_secret_of_the_configuration_that_is_taken_back_is_not_told(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("p.conf"), "[database]\npassword = before\n");
    Config read =
        Config.program("p")
            .groups(ServiceOptions.class, PerformanceTest.Database.class)
            .load(new String[] {"--config-file=" + file});
    group.add(
        new BaseService() {
          @Override
          public void start() {
            String password = read.get(PerformanceTest.Database.class).password().reveal();
            if (password.equals("hunter2")) {
              throw new IllegalStateException("no database with " + password);
            }
          }
        });
    group.start();
    Files.writeString(file, "[database]\npassword = hunter2\n");
    String why = refusedReload(steps(read, RestartMethod.RELOAD));
    assertTrue(why.contains("no database with ****"), why);
  }

  @ParameterizedTest
  @EnumSource
  void a_reload_whose_configuration_cannot_be_read_because_of_an_error_is_refused(
      RestartMethod method) throws Exception {
    config
        .live(ServiceOptions.class)
        .checkEvery((_, _) -> {
          throw MISSING;
        });
    String why = refusedToRead(steps(method));
    assertTrue(why.contains("app/Pool"), why);
  }
}
