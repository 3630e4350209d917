package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F15: new workers take long to boot. Clients do not notice, neither by a failure nor by waiting.
class F15SlowBootTest {

  // What makes no difference to a client, or what a busy machine may make of it. Who waited for the
  // boot would wait without end.
  private static final Duration ROOM = Duration.ofMillis(Form.choose(20_000, 20));

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void no_client_waits_for_a_slow_boot() throws Exception {
    int requests = Form.choose(2000, 50_000);
    ProgramFile file = programs.file().api(2);
    Program program = programs.startReady(file);
    // A boot without an end: who waited for it would never be answered.
    file.set("boot_gate", file.path("gate").toString()).write();
    Gate gate = Gate.close(file.path("gate"));
    LoadReport before = Load.start(profile(program).withRequests(requests)).await();
    before.assertNothingLost(requests);
    try (Load load = Load.start(profile(program))) {
      CompletableFuture<Control.Answer> reload =
          program.control().askLater("reload wait", Duration.ofMinutes(5));
      program.awaitEvents("api start", 3);
      load.awaitAnswered(requests);
      LoadReport during = load.stop();
      Form.summary("F15SlowBootTest before", before.toString());
      Form.summary("F15SlowBootTest during", during.toString());
      during.assertNothingLost(requests);
      Duration bound = before.p99().multipliedBy(2).plus(ROOM);
      assertTrue(during.p99().compareTo(bound) <= 0, () -> before + "\n" + during);
      assertEquals(2, program.events("api started").size(), program::explanation);
      gate.open();
      Control.Answer answer = reload.get();
      assertTrue(answer.ok(), answer::text);
    }
    program.stop();
  }

  private static LoadProfile profile(Program program) throws Exception {
    return LoadProfile.mixed(program.targets()).withSlow(0, 0);
  }
}
