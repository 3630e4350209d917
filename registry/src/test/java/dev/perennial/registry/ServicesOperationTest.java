package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesOperationTest {

  @TempDir private Path directory;

  private Database database;
  private ServicesOperation operation;

  @BeforeEach
  void open() {
    database = TestDatabases.of(directory.resolve("registry.db"), ServiceRegistry.MIGRATIONS);
    ServiceRegistry registry =
        new ServiceRegistry(database, () -> Config.of(RegistryOptions.class).build());
    registry.report(new ServiceKey("one", "conductor"), "conductor", "1.0");
    registry.report(new ServiceKey("two", "conductor"), "conductor", "1.0");
    operation = new ServicesOperation(registry);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void all_services_are_listed() {
    List<Map<String, Object>> rows = perform("list");
    assertEquals(List.of("one", "two"), rows.stream().map(row -> row.get("host")).toList());
    assertEquals("up", rows.getFirst().get("state"));
    assertEquals("enabled", rows.getFirst().get("status"));
  }

  @Test
  void disabling_and_enabling_answers_with_the_service() {
    List<Map<String, Object>> disabled = perform("disable", "two", "conductor", "new disks");
    assertEquals(1, disabled.size());
    assertEquals("disabled", disabled.getFirst().get("status"));
    assertEquals("new disks", disabled.getFirst().get("disabled_reason"));
    assertEquals("enabled", perform("enable", "two", "conductor").getFirst().get("status"));
  }

  @Test
  void a_service_that_is_forced_down_stays_down_until_that_is_taken_back() {
    Map<String, Object> forced = perform("force-down", "two", "conductor").getFirst();
    assertEquals("down", forced.get("state"));
    assertEquals(true, forced.get("forced_down"));
    assertEquals("up", perform("force-down", "two", "conductor", "unset").getFirst().get("state"));
  }

  @ParameterizedTest
  @CsvSource({
    "remove two conductor,"
        + " 'services can be listed, enabled, disabled or forced down, not: remove'",
    "force-down two conductor up, 'force-down can be followed by unset, not: up'",
    "enable two, 'say enable, a host and a binary'",
    "enable two conductor because, 'say enable, a host and a binary'",
    "disable three conductor, there is no service conductor on host three"
  })
  void what_cannot_be_done_is_said_in_one_line(String words, String message) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> perform(words.split(" ")));
    assertEquals(message, refused.getMessage());
  }

  private List<Map<String, Object>> perform(String... words) {
    return operation.perform(List.of(words)).orElseThrow();
  }
}
