package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationTest {

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private OptionSelection selection;

  @Group("database")
  record Database(
      @Opt(
              def = "none",
              secret = true,
              was = {"url", "DEFAULT/sql_connection", "sql/"})
          String connection,
      @Opt(def = "5", was = "pool") int maxPoolSize,
      @Opt(multi = true, was = "replica") List<String> replicas) {}

  @BeforeEach
  void select() {
    disk = new ProgramOnDisk(directory);
    selection = new OptionSelection(Map.of("test", List.of(GroupSpec.of(Database.class))));
  }

  private Migration migration(String text) {
    return selection.migration(disk.file("x.conf", text));
  }

  private String migrated(String text) {
    return migration(text).text().replace('\n', '|');
  }

  @Test
  void an_old_name_in_the_same_section_is_exchanged_where_it_stands() {
    assertEquals(
        "[database]|# how many|max_pool_size  =  7||[other]",
        migrated("[database]|# how many|pool  =  7||[other]"));
  }

  @Test
  void an_option_of_another_section_moves_below_its_header_with_its_comment() {
    assertEquals(
        "[DEFAULT]|a = 1||[database]|# where|connection = x|  y|max_pool_size = 7",
        migrated("[DEFAULT]|a = 1|# where|sql_connection = x|  y||[database]|max_pool_size = 7"));
  }

  @Test
  void a_section_that_is_not_there_is_added() {
    assertEquals("[DEFAULT]||[database]|connection = x|", migrated("[DEFAULT]|sql_connection = x"));
  }

  @Test
  void what_does_not_count_beside_another_name_becomes_a_comment() {
    assertEquals(
        "[database]|#url = old|connection = new|",
        migrated("[database]|url = old|connection = new|"));
    assertEquals(
        "[sql]|#connection = third|[database]|connection = first|",
        migrated("[sql]|connection = third|[database]|url = first|"));
  }

  @Test
  void values_of_a_repeated_option_under_several_names_are_left_to_a_person() {
    Migration migration = migration("[database]|replicas = a|replica = b");
    assertEquals(List.of(), migration.steps());
    assertEquals(
        List.of(directory + "/x.conf:3: [database] replicas has values under several names"),
        migration.byHand());
  }

  @Test
  void steps_name_places_and_no_value() {
    Migration migration = migration("[DEFAULT]|sql_connection = hunter2|[database]|pool = 3");
    assertEquals(
        List.of(
            directory + "/x.conf:2: [DEFAULT] sql_connection is [database] connection now",
            directory + "/x.conf:4: [database] pool is max_pool_size now"),
        migration.steps());
    assertFalse(migration.toString().contains("hunter2"));
  }

  @Test
  void a_file_with_present_names_stays_as_it_is() {
    String text = "# c\r\n[database]\r\nconnection = x\r\n\r\n";
    assertEquals(new Migration(text, List.of(), List.of()), migration(text));
  }

  @Test
  void a_file_that_cannot_be_understood_is_refused() {
    assertThrows(ConfigException.class, () -> migration("[database|pool = 1"));
  }

  @Test
  void a_migrated_file_means_what_it_meant() {
    long seed = System.nanoTime();
    System.out.println("MigrationTest seed " + seed);
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "[database]",
            "[DEFAULT]",
            "[sql]",
            "[Database]",
            "# a comment",
            "",
            "url = u%d",
            "connection = c%d",
            "pool = %d",
            "max_pool_size = %d",
            "sql_connection = s%d|  more",
            "replica = r%d",
            "; another",
            "url : v%d");
    for (int i = 0; i < 200; i++) {
      String text = "[database]|" + soup(random, pieces);
      Migration migration = migration(text);
      assertEquals(values(text), values(migration.text()), () -> text + " to " + migration.text());
      assertEquals(List.of(), migration(migration.text()).steps(), text);
    }
  }

  private static String soup(Random random, List<String> pieces) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      String piece = pieces.get(random.nextInt(pieces.size()));
      text.append(piece.formatted(random.nextInt(10))).append('|');
    }
    return text.toString();
  }

  /// Without names that nobody knows, such as `url` in `[DEFAULT]`, which may stay where they are.
  private Database values(String text) {
    Path file = disk.file("y.conf", text);
    return disk.program(Database.class)
        .unknownKeys(UnknownKeys.IGNORE)
        .load(new String[] {"--config-file=" + file})
        .get(Database.class);
  }
}
