package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of threads has all that the libraries name.
class ThreadNamesTest {

  private static final String TABLE = "docs/design/threads.md";
  private static final Pattern LIBRARY =
      Pattern.compile("(?!benchmarks/|cli/|testing/)[a-z-]+/src/main/java/.*");
  private static final Pattern NAMED =
      Pattern.compile(
          "Thread\\s*\\.of(?:Virtual|Platform)\\(\\)[^;]*?\\.name\\(\\s*\"([^\"]+)\""
              + "|new SystemTimers\\(\\s*\"([^\"]+)\"");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @Test
  void every_thread_that_a_library_names_is_in_the_table() {
    List<TextFile> files = Checkout.find().textFiles();
    Set<String> table =
        files.stream()
            .filter(file -> file.path().equals(TABLE))
            .flatMap(ThreadNamesTest::firstColumn)
            .collect(Collectors.toSet());
    Set<String> names =
        files.stream()
            .filter(file -> LIBRARY.matcher(file.path()).matches())
            .flatMap(file -> namesIn(file.text()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(names.contains("spawner"), names::toString);
    names.removeIf(name -> isIn(table, name));
    assertEquals(Set.of(), names, () -> "add them to " + TABLE);
  }

  private static Stream<String> firstColumn(TextFile table) {
    return table.lines().stream()
        .filter(line -> line.startsWith("|"))
        .map(line -> line.split("\\|")[1])
        .flatMap(cell -> QUOTED.matcher(cell).results())
        .map(name -> name.group(1));
  }

  private static Stream<String> namesIn(String source) {
    return NAMED
        .matcher(source)
        .results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
  }

  // What ends with a hyphen goes on with what the thread is for.
  private static boolean isIn(Set<String> table, String name) {
    return table.contains(name)
        || name.endsWith("-") && table.stream().anyMatch(known -> known.startsWith(name));
  }

  @Test
  void names_are_found_wherever_a_builder_has_them() {
    assertEquals(
        List.of("a", "b-", "c"),
        namesIn(
                """
                Thread.ofVirtual().name("a").start(this::run);
                Thread.ofPlatform()
                    .daemon(true)
                    .name("b-" + name)
                    .start(() -> {});
                new SystemTimers("c", executor);
                option.name("d");
                """)
            .toList());
  }

  @Test
  void a_name_that_goes_on_is_known_by_its_beginning() {
    assertTrue(isIn(Set.of("http-<n>"), "http-"));
    assertFalse(isIn(Set.of("http-<n>"), "http"));
    assertFalse(isIn(Set.of("spawner"), "spawn-"));
  }
}
