package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnNamesTest {

  @ParameterizedTest
  @CsvSource({
    "dev.perennial.examples.OrchestratorConductor --config-file x, orchestrator-conductor",
    "module/dev.perennial.HTTPServer, http-server",
    "Main$Inner, main-inner",
    "/opt/app/my-conductor.jar serve, my-conductor"
  })
  void a_program_is_called_like_its_main_class_or_jar(String command, String name) {
    assertEquals(Optional.of(name), OwnNames.binary(Map.of(), command));
  }

  @Test
  void a_start_script_hands_its_own_name_over() {
    assertEquals(
        Optional.of("tacker-conductor"),
        OwnNames.binary(Map.of("PERENNIAL_BINARY", "/usr/bin/tacker-conductor"), "dev.x.Main"));
  }

  @Test
  void a_process_without_a_command_does_not_know() {
    assertEquals(Optional.empty(), OwnNames.binary(Map.of("PERENNIAL_BINARY", ""), ""));
  }

  @Test
  void the_machine_has_a_name() {
    assertFalse(OwnNames.machine().isBlank());
  }
}
