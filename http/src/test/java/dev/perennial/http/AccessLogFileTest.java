package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.Counter;
import dev.perennial.service.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogFileTest {

  private static final Instant NOW =
      LocalDateTime.of(2026, 11, 2, 9, 5, 7, 42_000_000).atZone(ZoneId.systemDefault()).toInstant();
  private static final String PREFIX =
      "2026-11-02 09:05:07.042 " + ProcessHandle.current().pid() + " ";

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir private Path directory;

  private final Counter losses = Metrics.unseen().counter("lost_total", "Lost lines.");

  private Path path() {
    return directory.resolve("access.log");
  }

  private AccessLogFile open() throws IOException {
    return AccessLogFile.open(path(), CLOCK, losses);
  }

  private static void append(AccessLogFile file, String text) {
    file.append(file.line().append(text));
  }

  private List<String> lines() {
    try {
      return Files.exists(path()) ? Files.readAllLines(path()) : List.of();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void a_line_has_date_time_and_process_before_it() throws Exception {
    try (AccessLogFile file = open()) {
      append(file, "GET /");
    }
    assertEquals(List.of(PREFIX + "GET /"), lines());
  }

  @Test
  void lines_come_without_being_asked_for() throws Exception {
    try (AccessLogFile file = open()) {
      append(file, "first");
      Await.until("the first line", () -> lines().equals(List.of(PREFIX + "first")));
      append(file, "second");
      Await.until("the second line", () -> lines().size() == 2);
    }
  }

  @Test
  void what_is_left_is_written_when_it_is_closed_and_nothing_later() throws Exception {
    AccessLogFile file = open();
    append(file, "last");
    file.close();
    append(file, "too late");
    file.close();
    assertEquals(List.of(PREFIX + "last"), lines());
  }

  @Test
  void lines_of_several_writers_stay_whole() throws Exception {
    String line = "x".repeat(1000);
    List<Thread> writers = new ArrayList<>();
    try (AccessLogFile one = open();
        AccessLogFile other = open()) {
      for (AccessLogFile file : List.of(one, other, one, other)) {
        writers.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = 0; i < 500; i++) {
                    append(file, line);
                  }
                }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertEquals(2000, lines().size());
    assertTrue(lines().stream().allMatch((PREFIX + line)::equals));
  }

  @Test
  void a_line_longer_than_a_batch_is_written_in_its_place() throws Exception {
    String longLine = "y".repeat(100_000);
    try (AccessLogFile file = open()) {
      append(file, "before");
      append(file, longLine);
      append(file, "behind");
    }
    assertEquals(List.of(PREFIX + "before", PREFIX + longLine, PREFIX + "behind"), lines());
  }

  @Test
  void a_renamed_file_is_begun_anew() throws Exception {
    try (AccessLogFile file = open()) {
      append(file, "old");
      Await.until("the old line", () -> lines().size() == 1);
      Files.move(path(), directory.resolve("access.log.1"));
      Await.until(
          "a line in a new file",
          () -> {
            append(file, "new");
            return lines().contains(PREFIX + "new");
          });
    }
    assertEquals(PREFIX + "old", Files.readAllLines(directory.resolve("access.log.1")).getFirst());
  }

  @Test
  void an_existing_file_is_continued() throws Exception {
    Files.writeString(path(), "from before\n");
    try (AccessLogFile file = open()) {
      append(file, "now");
    }
    assertEquals(List.of("from before", PREFIX + "now"), lines());
  }

  @Test
  void a_file_that_cannot_be_opened_is_named() {
    Path missing = directory.resolve("missing/access.log");
    IOException failure =
        assertThrows(IOException.class, () -> AccessLogFile.open(missing, CLOCK, losses));
    assertEquals(
        "cannot open the access log " + missing + ": no such file or directory",
        failure.getMessage());
  }

  private static String now(LinePrefix prefix) {
    return prefix.appendTo(new StringBuilder()).toString();
  }

  @Test
  void time_moves_on_within_and_beyond_a_second() {
    List<Instant> times =
        new ArrayList<>(
            List.of(NOW, NOW.plusMillis(957), NOW.plusMillis(958), NOW.plusMillis(959)));
    LinePrefix prefix = new LinePrefix(times::removeFirst);
    assertEquals(PREFIX, now(prefix));
    assertTrue(now(prefix).startsWith("2026-11-02 09:05:07.999 "));
    assertTrue(now(prefix).startsWith("2026-11-02 09:05:08.000 "));
    assertTrue(now(prefix).startsWith("2026-11-02 09:05:08.001 "));
  }
}
