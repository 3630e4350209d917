package dev.perennial.tests.system;

import static dev.perennial.tests.system.Refusal.CONFIGURATION;
import static dev.perennial.tests.system.Refusal.COULD_NOT_START;
import static dev.perennial.tests.system.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A mistake in what an API is made of is told in one line, without a stack trace.
class ApiMistakesTest {

  @RegisterExtension private final Programs programs = new Programs();

  private ProgramFile file(String workers) throws IOException {
    ProgramFile file = programs.file().main(ApiProgram.class);
    Files.writeString(
        Files.createDirectories(file.directory()).resolve("api-paste.ini"),
        "[app:metering]\npaste.app_factory = metering:pdi\n");
    return file.set("DEFAULT", "metering_workers", workers)
        .set("DEFAULT", "metering_listen", "127.0.0.1")
        .set("DEFAULT", "metering_listen_port", "0");
  }

  @Test
  void a_wrong_name_in_the_file_of_pipelines_in_one_process() throws Exception {
    assertRefused(
        programs.start(file("0")),
        COULD_NOT_START,
        "services cannot run: *api-paste.ini:2: 'metering:pdi' *");
  }

  @Test
  void a_wrong_name_in_the_file_of_pipelines_of_workers() throws Exception {
    assertRefused(
        programs.start(file("2")),
        COULD_NOT_START,
        "metering-api/* (pid *) cannot start: *api-paste.ini:2: 'metering:pdi' * (exit 1)");
  }

  @Test
  void a_certificate_without_a_key() throws Exception {
    assertRefused(
        programs.start(file("2").set("ssl", "cert_file", "/none/tls.crt")),
        CONFIGURATION,
        "*: [ssl] TLS needs both cert_file and key_file*");
  }
}
