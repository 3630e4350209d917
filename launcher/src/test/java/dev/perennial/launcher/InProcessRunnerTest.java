package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.launcher.ControlRequest.Reply;
import dev.perennial.launcher.ControlRequest.Verb;
import dev.perennial.process.ListeningSocket;
import dev.perennial.process.Signal;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.BaseService;
import dev.perennial.service.ServiceGroup;
import dev.perennial.service.ServiceState;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The launcher of one process with its own thread: a stop that comes while services start, or are
/// reloaded, or that lacks a thread.
@Timeout(60)
class InProcessRunnerTest {

  private final Config config = Config.forTesting(ServiceOptions.class).build();
  private final ServiceGroup group = new ServiceGroup();
  private final BlockingQueue<InProcessEvent> events = new LinkedBlockingQueue<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private CompletableFuture<Reply> reload = new CompletableFuture<>();
  private List<Integer> missing = List.of();
  private int threads;
  private volatile boolean clockFails;
  private Start firstStart = () -> {};
  private Start secondStart = () -> {};

  private interface Start {
    void run() throws Exception;
  }

  /// Its first drain is that of the reload, and hears of the stop.
  private final class Recorded extends BaseService {

    @Override
    public void start() throws Exception {
      super.start();
      calls.add("start");
      if (calls.size() == 1) {
        firstStart.run();
      } else {
        secondStart.run();
      }
    }

    @Override
    public void drain(Deadline deadline) throws InterruptedException {
      calls.add("drain");
      if (calls.size() == 2) {
        stopTheProgram();
      }
      super.drain(deadline);
    }
  }

  @BeforeEach
  void addService() {
    group.add(new Recorded());
  }

  // Reloads as soon as it is ready.
  private int run() throws InterruptedException {
    return run(() -> reload = ask(Verb.RELOAD_WAIT));
  }

  private int run(Runnable whenReady) throws InterruptedException {
    List<ListeningSocket> none = List.of();
    Ticker ticker = this::now;
    InProcessRunner runner =
        new InProcessRunner(
            config,
            new InProcessSteps(
                config, RestartMethod.RELOAD, group, none, events, this::thread, ticker),
            new InProcessOperations(config, group, none, Extensions.NONE, this::thread),
            whenReady,
            ticker);
    return new InProcessLoop(runner, events).run();
  }

  private long now() {
    if (clockFails) {
      clockFails = false;
      throw new IllegalStateException("no clock");
    }
    return System.nanoTime();
  }

  private Thread.Builder thread() {
    if (missing.contains(++threads)) {
      // What the launcher hears next.
      ask(Verb.STOP);
      throw new InternalError("no thread");
    }
    return LineChannel.ownThread();
  }

  // Comes back when the launcher has heard of it.
  private void stopTheProgram() {
    assertTrue(ask(Verb.STOP).join().ok());
  }

  private CompletableFuture<Reply> ask(Verb verb) {
    ControlRequest request = ControlRequest.of(verb);
    events.add(new InProcessEvent.Wished(new Command.Asked(request)));
    return request.reply();
  }

  @Test
  void a_start_is_cut_short() throws Exception {
    firstStart =
        () -> {
          stopTheProgram();
          new CountDownLatch(1).await();
        };
    assertEquals(0, run());
    assertEquals(List.of("start"), calls);
  }

  @Test
  void the_start_of_a_reload_is_not_because_clients_wait_in_the_queue() throws Exception {
    assertEquals(0, run());
    assertEquals(List.of("start", "drain", "start", "drain"), calls);
    assertEquals(Reply.done("reloaded"), reload.join());
  }

  @Test
  void a_start_of_a_reload_that_fails_is_told_for_what_it_is() throws Exception {
    secondStart =
        () -> {
          throw new IllegalStateException("no disk");
        };
    assertEquals(1, run());
    assertEquals(List.of("start", "drain", "start", "start"), calls);
    assertFalse(reload.join().ok());
    assertTrue(reload.join().text().contains("no disk"), reload.join().text());
  }

  @Test
  void who_waits_for_a_reload_hears_of_a_forced_end() throws Exception {
    secondStart =
        () -> {
          events.add(new InProcessEvent.Wished(new Command.Signalled(Signal.INT)));
          new CountDownLatch(1).await();
        };
    assertEquals(1, run());
    assertEquals(
        Reply.failed("the program was ended before it was reloaded"),
        reload.get(30, TimeUnit.SECONDS));
  }

  @Test
  void a_start_of_a_reload_that_fails_is_taken_back_before_the_end() throws Exception {
    secondStart =
        () -> {
          if (calls.size() == 3) {
            throw new IllegalStateException("no disk");
          }
        };
    assertEquals(0, run());
    assertEquals(List.of("start", "drain", "start", "start", "drain"), calls);
    String refused = reload.join().text();
    assertFalse(reload.join().ok(), refused);
    assertTrue(refused.startsWith("reload refused, the running configuration stays: "), refused);
    assertTrue(refused.contains("services cannot start: "), refused);
    assertTrue(refused.contains("no disk"), refused);
  }

  @Test
  void an_interrupt_of_the_launcher_ends_the_services_at_once() throws Exception {
    assertEquals(1, run(() -> Thread.currentThread().interrupt()));
    assertTrue(Thread.interrupted());
    assertEquals(List.of(ServiceState.STOPPING), group.states());
  }

  @Test
  void a_failure_of_the_launcher_itself_ends_the_services() throws Exception {
    assertEquals(1, run(() -> clockFails = true));
    assertEquals(List.of(ServiceState.STOPPING), group.states());
  }

  @Test
  void what_the_program_does_when_all_is_ready_may_fail_and_ends_the_services() throws Exception {
    Runnable whenReady =
        () -> {
          throw new IllegalStateException("no board");
        };
    assertEquals(1, run(whenReady));
    assertEquals(List.of(ServiceState.STOPPING), group.states());
  }

  @Test
  void a_reload_that_gets_no_thread_is_refused_and_a_drain_begins_once_it_gets_one()
      throws Exception {
    missing = List.of(3, 4, 5);
    assertEquals(0, run());
    assertEquals(List.of("start", "drain"), calls);
    assertFalse(reload.join().ok());
    assertTrue(reload.join().text().contains("no thread"), reload.join().text());
  }
}
