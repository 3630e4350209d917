package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private final Config config =
      Config.forTesting(Sample.Main.class, Sample.Database.class)
          .set("DEFAULT", "bind_host", "x\ny")
          .set("database", "connection", "hunter2")
          .build();

  @Test
  void a_testing_configuration_is_a_full_one() {
    assertEquals(new Sample.Main(false, 9890, "x\ny"), config.get(Sample.Main.class));
    assertEquals(1, config.snapshot().generation());
    assertEquals(new Origin.Code(), config.origin("DEFAULT", "bind_host"));
    assertEquals(List.of(), config.arguments());
    Candidate again = config.prepareReload();
    assertTrue(again.change().isEmpty());
    assertFalse(again.change().touches(Sample.Main.class));
    config.commit(again);
    assertEquals(2, config.snapshot().generation());
  }

  @Test
  void a_testing_configuration_checks_names_and_values() {
    TestingConfigBuilder builder = Config.forTesting(Sample.Main.class);
    var unknown =
        assertThrows(IllegalArgumentException.class, () -> builder.set("DEFAULT", "debgu", "1"));
    assertEquals("no option [DEFAULT] debgu, did you mean [DEFAULT] debug?", unknown.getMessage());
    builder.set("DEFAULT", "debug", "maybe");
    assertThrows(ConfigException.class, builder::build);
  }

  @Test
  void a_group_that_was_not_registered_cannot_be_read() {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> config.get(Sample.Types.class));
    assertTrue(refusal.getMessage().contains("groups(...)"), refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> config.origin("types", "text"));
  }

  @Test
  void a_second_configuration_can_be_taken_over() {
    Config other =
        Config.forTesting(Sample.Main.class, Sample.Database.class)
            .set("database", "connection", "hunter3")
            .build();
    ConfigChange change = config.prepare(other.snapshot()).change();
    assertTrue(change.touches(Sample.Main.class) && change.touches(Sample.Database.class));
  }

  @Test
  void listing_is_sorted_with_the_default_group_first() { // L01
    List<String> lines = config.describe();
    assertEquals("*".repeat(80), lines.getFirst());
    assertEquals("Configuration of testing, generation 1", lines.get(1));
    assertEquals(
        List.of(
            "bind_host                      = x\\ny  (code)",
            "bind_port                      = 9890  (default)",
            "debug                          = false  (default)",
            "database.connection            = ****  (code)",
            "database.max_pool_size         = 5  (default)",
            "database.min_pool_size         = 1  (default)",
            "database.pool_timeout          = 30  (default)"),
        lines.subList(5, 12));
  }

  @Test
  void listing_is_logged_line_by_line() {
    List<String> logged = new ArrayList<>();
    config.logOptions(logger(logged), Level.DEBUG);
    assertEquals(config.describe().stream().map(line -> "DEBUG " + line).toList(), logged);
  }

  private static System.Logger logger(List<String> lines) {
    return new System.Logger() {
      @Override
      public String getName() {
        return "test";
      }

      @Override
      public boolean isLoggable(Level level) {
        return true;
      }

      @Override
      public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
        lines.add(level + " " + text);
      }

      @Override
      public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        lines.add(level + " " + format);
      }
    };
  }

  @Test
  void one_group_is_made_without_the_rest() {
    Sample.Database database =
        Config.of(Sample.Database.class).set("connection", "x").set("max_pool_size", "9").build();
    assertEquals(9, database.maxPoolSize());
    ConfigException refusal =
        assertThrows(
            ConfigException.class,
            () -> Config.of(Sample.Database.class).set("min_pool_size", "9").build());
    assertEquals(1, refusal.errors().size());
    assertThrows(
        IllegalArgumentException.class, () -> Config.of(Sample.Database.class).set("max", "9"));
  }
}
