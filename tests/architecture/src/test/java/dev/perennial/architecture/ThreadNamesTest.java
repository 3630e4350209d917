package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of threads has all that the libraries name, and says of which kind they are.
class ThreadNamesTest {

  private static final String TABLE = "docs/design/threads.md";
  private static final Pattern LIBRARY =
      Pattern.compile("(?!benchmarks/|cli/|testing/)[a-z-]+/src/main/java/.*");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:Thread\\s*\\.of(?:Virtual|Platform)\\(\\)[^;]*?|\\bownThread\\(\\)\\s*"
              + "|\\bthread(?:s\\s*\\.get\\(\\))?\\s*)\\.name\\(\\s*\"([^\"]+)\""
              + "|new SystemTimers\\(\\s*\"([^\"]+)\"");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  private final List<TextFile> files = Checkout.find().textFiles();
  private final List<Cell> table =
      files.stream().filter(file -> file.path().equals(TABLE)).flatMap(Cell::firstOfRows).toList();
  private final List<Named> libraries =
      files.stream()
          .filter(file -> LIBRARY.matcher(file.path()).matches())
          .flatMap(file -> namedIn(file.text()))
          .toList();

  /// A thread, or a few of the same kind, in the table.
  private record Cell(Set<String> names, String text) {

    static Stream<Cell> firstOfRows(TextFile table) {
      return table.lines().stream()
          .filter(line -> line.startsWith("|"))
          .map(line -> of(line.split("\\|")[1]));
    }

    static Cell of(String text) {
      return new Cell(
          QUOTED.matcher(text).results().map(name -> name.group(1)).collect(Collectors.toSet()),
          text);
    }

    // A kind that the table does not say is not wrong.
    boolean has(Named thread) {
      return hasName(thread.name())
          && switch (thread.kind()) {
            case VIRTUAL -> !text.contains("(platform)");
            case PLATFORM -> !text.contains("(virtual)");
            case OPEN -> true;
          };
    }

    // What ends with a hyphen goes on with what the thread is for.
    private boolean hasName(String name) {
      return names.contains(name)
          || name.endsWith("-") && names.stream().anyMatch(known -> known.startsWith(name));
    }
  }

  private enum Kind {
    VIRTUAL,
    PLATFORM,

    /// Known to whoever handed in the builder.
    OPEN;

    static Kind of(String builder) {
      if (builder.contains("ofVirtual()")) {
        return VIRTUAL;
      }
      return builder.contains("ofPlatform()") || builder.contains("ownThread()") ? PLATFORM : OPEN;
    }
  }

  /// A thread that a source names.
  private record Named(String name, Kind kind) {

    static Named of(MatchResult found) {
      return new Named(
          found.group(1) == null ? found.group(2) : found.group(1), Kind.of(found.group()));
    }
  }

  private static Stream<Named> namedIn(String source) {
    return NAMED.matcher(source).results().map(Named::of);
  }

  @Test
  void every_thread_that_a_library_names_is_in_the_table_as_what_it_is() {
    assertTrue(libraries.contains(new Named("spawner", Kind.PLATFORM)), libraries::toString);
    List<Named> missing =
        libraries.stream()
            .filter(thread -> table.stream().noneMatch(cell -> cell.has(thread)))
            .toList();
    assertEquals(List.of(), missing, () -> "name them, and their kind, in " + TABLE);
  }

  @Test
  void names_are_found_wherever_a_builder_has_them() {
    assertEquals(
        List.of(
            new Named("a", Kind.VIRTUAL),
            new Named("b-", Kind.PLATFORM),
            new Named("c", Kind.OPEN),
            new Named("d", Kind.PLATFORM),
            new Named("e", Kind.OPEN),
            new Named("f", Kind.OPEN)),
        namedIn(
                """
                Thread.ofVirtual().name("a").start(this::run);
                Thread.ofPlatform()
                    .daemon(true)
                    .name("b-" + name)
                    .start(() -> {});
                new SystemTimers("c", executor);
                LineChannel.ownThread().name("d");
                threads
                    .get()
                    .name("e");
                thread.name("f");
                option.name("g");
                """)
            .toList());
  }

  private static boolean isIn(String cell, String name, Kind kind) {
    return Cell.of(cell).has(new Named(name, kind));
  }

  @Test
  void a_name_that_goes_on_is_known_by_its_beginning() {
    assertTrue(isIn("`http-<n>`", "http-", Kind.OPEN));
    assertFalse(isIn("`http-<n>`", "http", Kind.OPEN));
    assertFalse(isIn("`spawner`", "spawn-", Kind.OPEN));
  }

  @Test
  void a_kind_that_the_table_says_is_that_of_the_source() {
    assertTrue(isIn("`a`, `b` (platform)", "a", Kind.PLATFORM));
    assertFalse(isIn("`a`, `b` (virtual)", "a", Kind.PLATFORM));
    assertFalse(isIn("`a`, `b` (platform)", "b", Kind.VIRTUAL));
    assertTrue(isIn("`a`", "a", Kind.PLATFORM));
    assertTrue(isIn("`a` (virtual)", "a", Kind.OPEN));
  }
}
