package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// F15: new workers take long to boot. Clients do not notice.
class F15SlowBootTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void no_client_waits_for_a_slow_boot() throws Exception {
    int bootMillis = Form.choose(3000, 30_000);
    ProgramFile file = programs.file().api(2);
    Program program = programs.startReady(file);
    LoadReport before = steady(program);
    file.set("boot_millis", Integer.toString(bootMillis)).write();
    try (Load load = Load.start(profile(program))) {
      Control.Answer answer = program.control().ask("reload wait", Duration.ofMinutes(5));
      assertTrue(answer.ok(), answer::text);
      LoadReport during = load.stop();
      Form.summary("F15SlowBootTest boot=" + bootMillis + " ms, before", before.toString());
      Form.summary("F15SlowBootTest boot=" + bootMillis + " ms, during", during.toString());
      during.assertNothingLost(500);
      // Who waited for the boot of a worker would wait for seconds.
      Duration limit = Duration.ofMillis(bootMillis / 3);
      assertTrue(during.slowest().compareTo(limit) < 0, during::explanation);
    }
    program.stop();
  }

  private static LoadReport steady(Program program) throws Exception {
    try (Load load = Load.start(profile(program))) {
      load.awaitMore(2000);
      return load.stop();
    }
  }

  private static LoadProfile profile(Program program) throws Exception {
    return LoadProfile.mixed(program.targets()).withSlow(0, 0);
  }
}
