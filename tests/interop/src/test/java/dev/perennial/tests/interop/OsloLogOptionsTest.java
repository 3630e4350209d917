package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.OptionState;
import dev.perennial.config.UnknownKeys;
import dev.perennial.logging.LogOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The options that Debian's `python3-oslo.log` declares, beside ours.
final class OsloLogOptionsTest {

  @TempDir Path directory;

  @Test
  void every_option_of_python_is_one_of_ours_with_its_default() throws Exception {
    Map<String, String> ours = new HashMap<>();
    for (OptionState option : Config.forTesting(LogOptions.class).build().options()) {
      ours.put(option.name(), option.text());
    }
    // The loggers of the libraries are others.
    ours.replace("default_log_levels", "[]");
    Map<String, String> python = new HashMap<>();
    try (OsloConfig peer = OsloConfig.start()) {
      for (JsonNode option : peer.logOptions()) {
        python.put(option.get(0).asString(), text(option.get(1)));
      }
    }
    assertTrue(python.size() >= 30, python::toString);
    assertEquals(python, ours);
  }

  @Test
  void a_file_that_sets_every_option_under_every_name_is_taken() throws Exception {
    StringBuilder text = new StringBuilder("[DEFAULT]\n");
    try (OsloConfig peer = OsloConfig.start()) {
      for (JsonNode option : peer.logOptions()) {
        String value = " = " + (option.get(1).isArray() ? "amqp=WARN" : option.get(1).asString(""));
        text.append(option.get(0).asString()).append(value).append('\n');
        option.get(2).forEach(old -> text.append(old.asString()).append(value).append('\n'));
      }
    }
    Path file = Files.writeString(directory.resolve("service.conf"), text);
    Config config =
        Config.program("service")
            .groups(LogOptions.class)
            .readEnvironment(false)
            .unknownKeys(UnknownKeys.ERROR)
            .load(new String[] {"--config-file=" + file});
    assertEquals(
        List.of("amqp"), List.copyOf(config.get(LogOptions.class).defaultLogLevels().keySet()));
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      return "[]";
    }
    return value.isNull() ? "<None>" : value.asString();
  }
}
