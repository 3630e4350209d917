package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.TestingConfigBuilder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpcServiceParametersTest {

  private static final RpcServiceParameters NAMED =
      RpcServiceParameters.none().binary("tacker-conductor").manager("x.Manager");

  @ParameterizedTest
  @CsvSource({
    "tacker-conductor, tacker-, conductor",
    "tacker-foo-bar, tacker-, foo_bar",
    "/usr/bin/x, tacker-, x",
    "/usr/bin/tacker-x, tacker-, x",
    "my-tacker-tacker-agent, tacker-, agent",
    "orchestrator-conductor, orchestrator-, conductor",
    "orchestrator-conductor, '', orchestrator_conductor"
  })
  void the_topic_is_the_part_of_the_binary_behind_the_prefix(
      String binary, String prefix, String topic) {
    RpcServiceParameters found =
        NAMED.binary(binary).topicPrefix(prefix).withDefaults(config().build());
    assertEquals(Optional.of(topic), found.topic());
  }

  @Test
  void what_is_not_said_comes_from_the_options() {
    Config config =
        config()
            .set("DEFAULT", "host", "node-7")
            .set("DEFAULT", "binary", "tacker-other")
            .set("DEFAULT", "conductor_manager", "dev.x.Conductor")
            .set("DEFAULT", "report_interval", "7")
            .set("DEFAULT", "periodic_interval", "8")
            .set("DEFAULT", "periodic_fuzzy_delay", "9")
            .build();
    RpcServiceParameters found =
        RpcServiceParameters.none().topic("conductor").withDefaults(config);
    assertEquals(Optional.of("node-7"), found.host());
    assertEquals(Optional.of("tacker-other"), found.binary());
    assertEquals(Optional.of("dev.x.Conductor"), found.manager());
    assertEquals(Optional.of(Duration.ofSeconds(7)), found.reportInterval());
    assertEquals(Optional.of(Duration.ofSeconds(8)), found.periodicInterval());
    assertEquals(Optional.of(Duration.ofSeconds(9)), found.periodicFuzzyDelay());
  }

  @Test
  void the_options_have_the_defaults_of_the_seed() {
    RpcServiceOptions options = Config.of(RpcServiceOptions.class).build();
    assertEquals(OwnNames.machine(), options.hostOrMachine());
    assertEquals(Duration.ofSeconds(10), options.reportInterval());
    assertEquals(Duration.ofSeconds(40), options.periodicInterval());
    assertEquals(Duration.ofSeconds(5), options.periodicFuzzyDelay());
  }

  @Test
  void what_is_said_wins_over_the_options_and_zero_stays_zero() {
    Config config = config().set("DEFAULT", "host", "node-7").build();
    RpcServiceParameters found =
        NAMED
            .host("mine")
            .topic("work")
            .reportInterval(Duration.ZERO)
            .periodicInterval(Duration.ZERO)
            .periodicFuzzyDelay(Duration.ZERO)
            .withDefaults(config);
    assertEquals(Optional.of("mine"), found.host());
    assertEquals(Optional.of("tacker-conductor"), found.binary());
    assertEquals(Optional.of("work"), found.topic());
    assertEquals(Optional.of("x.Manager"), found.manager());
    assertEquals(Optional.of(Duration.ZERO), found.reportInterval());
    assertEquals(Optional.of(Duration.ZERO), found.periodicInterval());
    assertEquals(Optional.of(Duration.ZERO), found.periodicFuzzyDelay());
  }

  @Test
  void an_empty_text_counts_as_not_said() {
    Config config = config().set("DEFAULT", "host", "node-7").build();
    RpcServiceParameters found = NAMED.host("").topic("").withDefaults(config);
    assertEquals(Optional.of("node-7"), found.host());
    assertEquals(Optional.of("conductor"), found.topic());
  }

  @Test
  void a_manager_that_nobody_names_is_a_clear_error() {
    RpcServiceParameters nobody = RpcServiceParameters.none().binary("tacker-conductor");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> nobody.withDefaults(config().build()));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("option conductor_manager of [DEFAULT]"),
        refused::getMessage);
  }

  private static TestingConfigBuilder config() {
    return TestConfig.onBus("parameters");
  }
}
