package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UptimeTest {

  @TempDir private Path directory;

  @Test
  void is_the_first_of_two_numbers_of_seconds() throws IOException {
    assertEquals(Optional.of(Duration.ofMillis(12_345_670)), read("12345.67 54321.00\n"));
  }

  @Test
  void is_known_here() {
    assertTrue(Uptime.read().orElseThrow().isPositive());
  }

  @Test
  void is_unknown_where_there_is_no_such_file_or_something_else_in_it() throws IOException {
    assertEquals(Optional.empty(), Uptime.read(directory.resolve("missing")));
    assertEquals(Optional.empty(), read(""));
    assertEquals(Optional.empty(), read("soon"));
  }

  private Optional<Duration> read(String text) throws IOException {
    return Uptime.read(Files.writeString(directory.resolve("uptime"), text));
  }
}
