package dev.perennial.tests.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// No request is lost while workers are replaced, over TLS.
class TlsReloadUnderLoadTest {

  @RegisterExtension private final Programs programs = new Programs();

  @Test
  void workers_are_replaced_without_a_lost_request() throws Exception {
    ProgramFile file = programs.file();
    Certificates certificates = Certificates.in(file.path("tls"), Certificates.Name.SERVER);
    Program program = programs.startReady(file.securedApi(2, certificates));
    int reloads = Form.choose(2, 50);
    LoadReport report = ReloadUnderLoadTest.reloadUnderLoad(program, reloads);
    Form.summary("TlsReloadUnderLoadTest workers=2 reloads=" + reloads, "" + report);
    report.assertNothingLost(300);
    assertEquals(2, program.awaitSettled().pids().size());
    program.stop();
  }
}
