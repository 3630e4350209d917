package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortChoiceTest {

  @Test
  void it_is_any_port_one_port_or_a_range() {
    assertEquals(new PortChoice(0, 0), PortChoice.parse("0"));
    assertEquals(new PortChoice(8002, 8002), PortChoice.parse("8002"));
    assertArrayEquals(
        new int[] {8800, 8801, 8802}, PortChoice.parse("8800:8802").ports().toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "1:2:3", "-1", "70000", "1:", ":1", "8002 "})
  void another_text_is_an_error_of_the_configuration(String text) {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                Config.forTesting(BackdoorOptions.class)
                    .set("DEFAULT", "backdoor_port", text)
                    .build());
    assertTrue(refused.getMessage().contains("is no port; write 0"), refused::getMessage);
  }

  @Test
  void a_range_that_ends_before_it_begins_is_one_too() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                Config.forTesting(BackdoorOptions.class)
                    .set("DEFAULT", "backdoor_port", "8888:7777")
                    .build());
    assertTrue(
        refused.getMessage().contains("the range 8888:7777 ends before it begins"),
        refused::getMessage);
  }
}
