package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LivenessTest {

  @ParameterizedTest
  @CsvSource({
    "0, UP",
    "59999, UP",
    "60000, UP",
    "60001, DOWN",
    "86400000, DOWN",
    // The clock of the database was set back since.
    "-60000, UP",
    "-60001, DOWN"
  })
  void a_service_is_up_until_its_last_heartbeat_is_older_than_the_limit(
      long millis, Liveness expected) {
    Duration age = Duration.ofMillis(millis);
    assertEquals(expected, Liveness.of(false, age, Duration.ofSeconds(60)));
  }

  @ParameterizedTest
  @CsvSource({"0", "60001"})
  void a_service_that_was_declared_down_is_down_whatever_it_reports(long millis) {
    Duration age = Duration.ofMillis(millis);
    assertEquals(Liveness.DOWN, Liveness.of(true, age, Duration.ofSeconds(60)));
  }
}
