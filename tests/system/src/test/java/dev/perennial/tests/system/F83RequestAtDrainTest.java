package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// F83: requests on kept connections come just when a draining worker would close them, after a
/// quiet second. They are answered.
class F83RequestAtDrainTest {

  @RegisterExtension private final Programs programs = new Programs();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requests_at_the_edge_of_a_drain_are_answered(boolean tls) throws Exception {
    Program program = programs.startReady(file(tls));
    int clients = Form.choose(40, 200);
    LoadProfile profile =
        LoadProfile.on(program.targets(), new LoadProfile.Group(true, clients, 900, 1000))
            .withSlow(0, 0)
            .withBodies(100);
    int wanted = Form.choose(200, 10_000);
    int reloads = 0;
    try (Load load = Load.start(profile)) {
      load.awaitMore(clients);
      for (; load.ended() < wanted; reloads++) {
        program.reload();
        // So that all have gone to the new workers, and the next drain meets connections in use.
        load.awaitMore(3L * clients);
      }
      load.awaitAnswered(wanted);
      LoadReport report = load.stop();
      Form.summary(
          "F83RequestAtDrainTest " + (tls ? "TLS" : "plain") + " reloads=" + reloads, "" + report);
      report.assertNothingLost(wanted);
      assertTrue(report.connections() > clients, () -> "no drain has met a client: " + report);
    }
    program.stop();
  }

  private ProgramFile file(boolean tls) throws Exception {
    ProgramFile file = programs.file();
    return tls
        ? file.securedApi(2, Certificates.in(file.path("tls"), Certificates.Name.SERVER))
        : file.services("api 2 rolling 127.0.0.1:0");
  }
}
