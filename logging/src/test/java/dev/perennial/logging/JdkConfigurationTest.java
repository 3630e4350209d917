package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkConfigurationTest {

  @TempDir private Path directory;

  // Held, because the log manager does not.
  private final Logger some = Logger.getLogger("some.logger");
  private final Logger named = Logger.getLogger("named.logger");

  @AfterEach
  void backToTheDefaults() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  private JdkConfiguration configuration(String levels) throws IOException {
    return JdkConfiguration.read(
        Files.writeString(
            directory.resolve("jdk.properties"),
            """
            handlers = java.util.logging.FileHandler
            java.util.logging.FileHandler.pattern = %s
            java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
            java.util.logging.SimpleFormatter.format = %%5$s%%n
            %s
            """
                .formatted(directory.resolve("jdk.log"), levels)));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(directory.resolve("jdk.log"));
  }

  @Test
  void nothing_is_written_before_the_handlers_are_prepared() throws IOException {
    configuration("named.level = INFO")
        .apply(_ -> {
          some.severe("early");
          named.severe("early");
          Logger.getLogger("named.new").severe("early");
        });
    some.info("1");
    named.info("2");
    some.fine("hidden");
    assertEquals(List.of("1", "2"), lines());
  }

  @Test
  void its_levels_are_those_of_loggers_and_handlers() throws IOException {
    configuration(
            """
            .level = FINE
            named.level = WARNING
            named.new.level = ALL
            java.util.logging.FileHandler.level = FINER
            """)
        .apply(_ -> {});
    some.finer("hidden");
    some.fine("1");
    named.info("hidden");
    named.warning("2");
    Logger made = Logger.getLogger("named.new");
    made.finest("hidden from the file");
    made.finer("3");
    assertEquals(List.of("1", "2", "3"), lines());
  }
}
