package dev.perennial.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

  private static final Migration FIRST =
      Migration.of("zoo", 1, "animals", "CREATE TABLE animals (name TEXT)");
  private static final Migration SECOND =
      Migration.of("zoo", 2, "legs", "ALTER TABLE animals ADD COLUMN legs INTEGER");
  private static final String COUNT = "SELECT count(*) FROM perennial_migrations";

  @TempDir private Path directory;

  @Test
  void steps_are_applied_once_and_later_ones_on_top() {
    try (Database old = open(FIRST)) {
      TestDatabases.execute(old, "INSERT INTO animals (name) VALUES ('cat')");
      assertEquals("1", TestDatabases.text(old, COUNT));
    }
    for (int i = 0; i < 2; i++) {
      try (Database database = open(FIRST, SECOND)) {
        assertEquals("2", TestDatabases.text(database, COUNT));
        assertEquals("cat", TestDatabases.text(database, "SELECT name FROM animals"));
      }
    }
  }

  @Test
  void processes_that_start_at_once_apply_each_step_once() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> starts =
          IntStream.range(0, 4)
              .<Callable<String>>mapToObj(_ ->
                  () -> {
                    try (Database database = open(FIRST, SECOND)) {
                      return TestDatabases.text(database, COUNT);
                    }
                  })
              .toList();
      for (Future<String> counted : threads.invokeAll(starts)) {
        assertEquals("2", counted.get());
      }
    }
  }

  @Test
  void who_finds_all_steps_done_does_not_wait_for_who_writes() {
    try (Database writer = open(FIRST);
        Database reader = open(FIRST)) {
      writer.check();
      writer.transaction(_ -> {
        assertEquals("1", TestDatabases.text(reader, COUNT));
        return true;
      });
    }
  }

  @Test
  void a_step_that_was_changed_after_it_was_applied_is_refused() {
    open(FIRST).check();
    Migration changed = Migration.of("zoo", 1, "animals", "CREATE TABLE animals (title TEXT)");
    assertRefused("migration 1 of zoo (animals) was applied with another content", changed);
  }

  @Test
  void a_database_of_a_newer_program_is_refused() {
    open(FIRST, SECOND).check();
    assertRefused("it has migration 2 of zoo, this program knows 1", FIRST);
  }

  @Test
  void parts_of_other_programs_in_the_same_database_do_not_matter() {
    open(FIRST, SECOND).check();
    open(Migration.of("garden", 1, "plants", "CREATE TABLE plants (name TEXT)")).check();
  }

  @Test
  void a_step_that_fails_leaves_nothing_of_itself() {
    Migration broken =
        Migration.of("zoo", 2, "broken", "CREATE TABLE half (name TEXT)", "CREATE NONSENSE");
    assertRefused("NONSENSE", FIRST, broken);
    try (Database database = open(FIRST)) {
      assertEquals(
          "0",
          TestDatabases.text(database, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"));
      assertEquals("1", TestDatabases.text(database, COUNT));
    }
  }

  @Test
  void the_steps_of_a_part_are_numbered_without_gaps() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> open(SECOND));
    assertEquals("migration 2 of zoo (legs) should have number 1", refused.getMessage());
  }

  private void assertRefused(String part, Migration... migrations) {
    try (Database database = open(migrations)) {
      DatabaseException refused = assertThrows(DatabaseException.class, database::check);
      assertTrue(String.valueOf(refused.getMessage()).contains(part), refused::getMessage);
      assertFalse(refused.isUnavailable());
    }
  }

  private Database open(Migration... migrations) {
    return TestDatabases.of(directory.resolve("zoo.db"), List.of(migrations));
  }
}
