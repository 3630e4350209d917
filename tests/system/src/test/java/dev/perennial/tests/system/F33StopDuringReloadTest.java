package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.tests.system.ProgramOptions.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F33: SIGTERM comes in the middle of a reload. The reload is given up, both generations end, what
/// was accepted is answered, and it takes no longer than any other stop. In one process the
/// services start again first, for the clients that wait in the queue meanwhile.
class F33StopDuringReloadTest {

  private static final String BOOT_MILLIS = "600";
  private static final int REQUEST_MILLIS = 1000;

  private static final Duration BOUND = Form.atOnce(4);

  @RegisterExtension private final Programs programs = new Programs();

  /// How far the reload has come.
  enum Phase {
    CHECKING_FILES,
    CANARY_BOOTS,
    SECOND_WORKER_BOOTS,
    OLD_WORKER_DRAINS
  }

  @ParameterizedTest
  @EnumSource
  void a_stop_cuts_into_each_phase_of_a_reload(Phase phase) throws Exception {
    ProgramFile file = programs.file().api(2);
    Path place = file.path("gate");
    Program program = programs.startReady(file.set("boot_gate", place.toString()));
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, REQUEST_MILLIS);
    beginReload(program, phase, Gate.close(place));
    program.signal("TERM");
    assertEquals(200, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    assertEquals(0, program.awaitExit(BOUND), program::explanation);
    Files.delete(file.file());
    program.assertNothingLeft();
    assertEquals(0, program.countLines("INFO reloaded"), program::explanation);
  }

  // A service starts twice before any reload, and no reload ends while a new worker of it stands at
  // the gate.
  private static void beginReload(Program program, Phase phase, Gate gate) throws Exception {
    if (phase == Phase.SECOND_WORKER_BOOTS || phase == Phase.OLD_WORKER_DRAINS) {
      gate.letOnePass();
    }
    if (phase == Phase.CHECKING_FILES) {
      program.file().replaceByPipe();
    }
    program.signal("HUP");
    switch (phase) {
      case CHECKING_FILES -> program.awaitReloading();
      case CANARY_BOOTS -> program.awaitEvents("api start", 3);
      case SECOND_WORKER_BOOTS -> program.awaitEvents("api start", 4);
      case OLD_WORKER_DRAINS -> program.awaitEvents("api drain", 1);
    }
  }

  @Test
  void a_stop_is_heard_while_one_process_drains_for_a_reload() throws Exception {
    Program program = programs.startReady(file(Kind.SERVICE, 1));
    CompletableFuture<RawAnswer> answer = OneRequest.beginSlow(program, REQUEST_MILLIS);
    program.signal("HUP");
    program.awaitEvents("api drain", 1);
    program.signal("TERM");
    assertEquals(200, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    assertEndsCleanly(program);
  }

  @Test
  void a_stop_is_heard_while_one_process_starts_again_for_a_reload() throws Exception {
    Program program = programs.startReady(file(Kind.SERVICE, 1));
    program.signal("HUP");
    program.awaitEvents("api start", 2);
    program.signal("TERM");
    assertEndsCleanly(program);
  }

  @Test
  void clients_in_the_queue_of_one_process_are_answered_before_it_stops() throws Exception {
    int clients = 5;
    ProgramFile file = file(Kind.SERVICE, 1);
    Path place = file.path("gate");
    Program program = programs.startReady(file.set("boot_gate", place.toString()));
    Target.Tcp target = (Target.Tcp) program.tcp();
    Gate gate = Gate.close(place);
    program.signal("HUP");
    program.awaitEvents("api start", 2);
    List<CompletableFuture<RawAnswer>> answers =
        Stream.generate(() -> OneRequest.getLater(target, "/value")).limit(clients).toList();
    Waiting.until(
        "all connections in the queue",
        Program.PATIENCE,
        () -> ProcFs.queueLength(target.port()) >= clients);
    program.signal("TERM");
    program.awaitLine("the stop", line -> line.contains("stopping because of SIGTERM"));
    gate.open();
    for (CompletableFuture<RawAnswer> answer : answers) {
      assertEquals(200, answer.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS).status());
    }
    assertEndsCleanly(program);
  }

  @ParameterizedTest
  @EnumSource
  void a_stop_at_any_moment_of_a_reload_is_heard(Kind launcher) throws Exception {
    int runs = Form.choose(1, 15);
    long seed = Form.seed();
    Random random = new Random(seed);
    for (int i = 0; i < runs; i++) {
      Program program = programs.startReady(file(launcher, launcher == Kind.PROCESS ? 2 : 1));
      program.signal("HUP");
      Thread.sleep(random.nextInt(2000));
      program.signal("TERM");
      assertEndsCleanly(program);
    }
    Form.summary(
        "F33StopDuringReloadTest " + launcher + " runs=" + runs, "all in time, seed " + seed);
  }

  private static void assertEndsCleanly(Program program) throws Exception {
    assertEquals(0, program.awaitExit(BOUND), program::explanation);
    program.assertNothingLeft();
  }

  private ProgramFile file(Kind launcher, int workers) throws Exception {
    return programs
        .file()
        .api(workers)
        .set("launcher", launcher.name())
        .set("boot_millis", BOOT_MILLIS);
  }
}
