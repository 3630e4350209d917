package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No request is lost while workers are replaced, on TCP and on a UNIX socket at once.
class ReloadUnderLoadTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @CsvSource({"2, 10", "4, 1"})
  void workers_are_replaced_without_a_lost_request(int workers, int quick) throws Exception {
    Program program = programs.startReady(programs.file().api(workers));
    int reloads = Form.choose(quick, 50);
    LoadReport report = reloadUnderLoad(program, reloads);
    Form.summary("ReloadUnderLoadTest workers=" + workers + " reloads=" + reloads, "" + report);
    report.assertNothingLost(1000);
    assertEquals(workers, program.awaitSettled().pids().size());
    program.stop();
  }

  @Test
  void a_service_launcher_reloads_in_place_without_a_lost_request() throws Exception {
    Program program = programs.startReady(programs.file().api(1).set("launcher", "service"));
    int reloads = Form.choose(3, 20);
    LoadReport report = reloadUnderLoad(program, reloads);
    Form.summary("ReloadUnderLoadTest ServiceLauncher reloads=" + reloads, "" + report);
    report.assertNothingLost(1000);
    assertEquals(1, report.perPid().size(), "a reload in place keeps the process");
    program.stop();
  }

  static LoadReport reloadUnderLoad(Program program, int reloads) throws Exception {
    int first = program.status().generation();
    try (Load load = Load.start(LoadProfile.mixed(program.targets()))) {
      for (int i = 0; i < reloads; i++) {
        load.awaitMore(200);
        if (i % 3 == 2) {
          program.reloadByHangup();
        } else {
          program.reload();
        }
      }
      load.awaitMore(200);
      load.awaitAnswered(1000);
      assertEquals(first + reloads, program.status().generation());
      return load.stop();
    }
  }
}
