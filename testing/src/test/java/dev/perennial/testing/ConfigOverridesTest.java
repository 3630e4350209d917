package dev.perennial.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionConflict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigOverridesTest {

  @Group("pool")
  record Pool(
      @Opt(def = "1") int min,
      @Opt(def = "5", mutable = true) int max,
      @Opt(def = "x$max") String name,
      @Opt(multi = true) List<String> hosts) {
    Pool {
      if (min > max) {
        throw new OptionConflict("the smallest is larger than the largest", "min", "max");
      }
    }
  }

  private final Config config =
      Config.forTesting(Pool.class).set("pool", "max", "7").set("pool", "hosts", "a").build();

  @Test
  void an_override_holds_until_it_is_closed() { // X01
    try (ConfigOverrides overrides = ConfigOverrides.of(config)) {
      overrides.set("POOL", "max", "9").set("pool", "min", "2").set("pool", "hosts", "b");
      // The name is not mutable: what it refers to moves on without it, as in a running program.
      assertEquals(new Pool(2, 9, "x7", List.of("b")), config.get(Pool.class));
    }
    assertEquals(new Pool(1, 7, "x7", List.of("a")), config.get(Pool.class));
  }

  @Test
  void listeners_hear_of_the_change_and_of_its_end() {
    List<Integer> seen = new ArrayList<>();
    config.live(Pool.class).onChange("test", (_, after) -> seen.add(after.max()));
    try (ConfigOverrides overrides = ConfigOverrides.of(config)) {
      overrides.set("pool", "max", "9");
    }
    assertEquals(List.of(9, 7), seen);
  }

  @Test
  void a_refused_value_changes_nothing() { // X01
    try (ConfigOverrides overrides = ConfigOverrides.of(config)) {
      ConfigException refusal =
          assertThrows(ConfigException.class, () -> overrides.set("pool", "min", "8"));
      assertTrue(refusal.getMessage().contains("larger than the largest"), refusal.getMessage());
      assertThrows(IllegalArgumentException.class, () -> overrides.set("pool", "mni", "8"));
      assertEquals(1, config.snapshot().generation());
    }
    assertEquals(1, config.snapshot().generation());
  }

  @Test
  void closing_twice_is_closing_once() {
    ConfigOverrides overrides = ConfigOverrides.of(config).set("pool", "max", "9");
    overrides.close();
    overrides.close();
    assertEquals(3, config.snapshot().generation());
  }

  @Test
  void overrides_can_stand_in_each_other() {
    try (ConfigOverrides outer = ConfigOverrides.of(config).set("pool", "max", "8")) {
      try (ConfigOverrides inner = ConfigOverrides.of(config).set("pool", "max", "9")) {
        assertEquals(9, config.get(Pool.class).max());
        inner.set("pool", "max", "10");
      }
      assertEquals(8, config.get(Pool.class).max());
      outer.set("pool", "max", "6");
    }
    assertEquals(7, config.get(Pool.class).max());
  }
}
