package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.RunningService;
import dev.perennial.rpc.embedded.EmbeddedBrokerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoArgumentsTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("XDG_RUNTIME_DIR", "/run/user/7");

  @Test
  void without_options_only_the_own_file_is_named() {
    assertArrayEquals(
        new String[] {"--config-file=/etc/demo.conf"},
        parse().forConfig(Path.of("/etc/demo.conf")));
  }

  @Test
  void the_state_directory_of_a_file_is_used_for_all_that_the_demo_writes(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("mine.conf");
    Files.writeString(file, "[launcher]\nstate_dir = /srv/state\n");
    assertWritesTo("/srv/state", parse("--config-file=" + file));
    assertWritesTo("/srv/named", parse("--config-file=" + file, "--state-dir=/srv/named"));
    assertWritesTo("/run/user/7/perennial", parse());
  }

  private static void assertWritesTo(String directory, DemoArguments arguments) throws Exception {
    Config config =
        Demo.program(arguments)
            .load(arguments.forConfig(Path.of("etc/demo.conf").toAbsolutePath()));
    Path used = config.get(LauncherOptions.class).stateDir().orElseThrow();
    assertEquals(directory, used.toString());
    assertEquals(directory + "/orchestrator.db", "" + OrchestratorOptions.databaseFile(config));
    assertEquals(
        directory, config.get(EmbeddedBrokerOptions.class).directory().orElseThrow().toString());
  }

  @Test
  void operators_are_told_of_a_state_directory_where_they_would_not_look() {
    assertEquals(Optional.empty(), parse().toBeNamed(Path.of("/run/user/7/perennial")));
    assertEquals(Optional.of(Path.of("/srv")), parse().toBeNamed(Path.of("/srv/state/..")));
  }

  @Test
  void options_win_over_files_and_later_files_over_the_own_one() {
    assertArrayEquals(
        new String[] {
          "--config-file=/etc/demo.conf",
          "--config-file=/tmp/a.conf",
          "--config-file=/tmp/b.conf",
          "--launcher-state-dir=/tmp/s",
          "--orchestrator-listen-port=0",
          "--orchestrator-workers=3"
        },
        parse(
                "--port=0",
                "--workers",
                "3",
                "--state-dir",
                "/tmp/s",
                "--config-file=/tmp/a.conf",
                "--config-file",
                "/tmp/b.conf")
            .forConfig(Path.of("/etc/demo.conf")));
  }

  @Test
  void a_dollar_in_the_state_directory_is_no_reference() {
    List<String> words =
        List.of(parse("--state-dir=/tmp/$me").forConfig(Path.of("/etc/demo.conf")));
    assertTrue(words.contains("--launcher-state-dir=/tmp/$$me"), words::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "--bogus",
        "--port",
        "--port=x",
        "--port=65536",
        "--port=-1",
        "--workers=0",
        "--state-dir"
      })
  void a_wrong_option_is_refused_in_one_line(String option) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> parse(option));
    String text = String.valueOf(refused.getMessage());
    assertTrue(text.contains(option.replaceFirst("=.*", "")), text);
    assertFalse(text.contains("\n"), text);
  }

  @Test
  void the_greeting_names_what_runs_and_the_real_port() {
    List<RunningService> services =
        List.of(
            new RunningService("orchestrator-conductor", 1, List.of()),
            new RunningService("orchestrator-api", 3, List.of("unix:/tmp/a", "0.0.0.0:4711")));
    String text = DemoGreeting.text(services, Optional.of(Path.of("/tmp/my state")));
    assertTrue(text.contains("orchestrator-conductor        1  -\n"), text);
    assertTrue(text.contains("orchestrator-api              3  unix:/tmp/a, 0.0.0.0:4711\n"), text);
    assertTrue(text.contains("curl http://127.0.0.1:4711/v1/vnf_instances\n"), text);
    assertTrue(text.contains("bin/perennial reload --wait --state-dir '/tmp/my state'\n"), text);
    assertEquals(-1, DemoGreeting.text(services, Optional.empty()).indexOf("--state-dir"));
  }

  private static DemoArguments parse(String... args) {
    return DemoArguments.parse(args, ENVIRONMENT);
  }
}
