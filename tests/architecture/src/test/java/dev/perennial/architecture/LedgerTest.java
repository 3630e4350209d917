package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

  private static final String FILE = "docs/coming-from.md";
  private static final String ROW = "| O01 | `start()` | name | `start()` | done | a.BTest#c |";

  @Test
  void every_row_keeps_its_promise() throws IOException {
    Checkout checkout = Checkout.find();
    Set<String> tests = TestNames.ofTheProject();
    List<String> faults = ledger(checkout).faults(tests::contains);
    assertTrue(faults.isEmpty(), () -> FILE + "\n" + String.join("\n", faults));
  }

  @Test
  void the_table_has_rows_of_both_seeds_and_of_every_kind() throws IOException {
    Ledger ledger = ledger(Checkout.find());
    Set<String> kinds = ledger.rows().stream().map(Ledger.Row::kind).collect(Collectors.toSet());
    assertEquals(Ledger.KINDS, kinds);
    // The seeds do not change any more: whoever merges rows has to say so here.
    assertTrue(rowsOf(ledger, "O") >= 137, () -> "rows of oslo.service: " + rowsOf(ledger, "O"));
    assertTrue(rowsOf(ledger, "T") >= 84, () -> "rows of Tacker: " + rowsOf(ledger, "T"));
  }

  @Test
  void the_tests_of_this_class_are_found_by_name() {
    Set<String> tests = TestNames.ofTheProject();
    String own = LedgerTest.class.getName();
    assertTrue(tests.contains(own + "#the_tests_of_this_class_are_found_by_name"));
    assertTrue(tests.contains(own + "#an_unknown_state_fails"));
    assertFalse(tests.contains(own + "#ledger"), "not a test");
  }

  @Test
  void a_row_whose_test_exists_is_right() {
    assertEquals(List.of(), faults(ROW));
  }

  @Test
  void a_row_that_names_a_missing_test_fails() {
    assertFault("missing or disabled: a.BTest#d", ROW.replace("#c", "#d"));
  }

  @Test
  void a_row_that_is_not_done_may_name_only_a_test_that_exists() {
    assertEquals(List.of(), faults(ROW.replace("done", "not yet")));
    assertFault("missing or disabled", ROW.replace("done", "not yet").replace("#c", "#d"));
  }

  @Test
  void a_row_may_name_several_tests() {
    assertEquals(List.of(), faults(ROW.replace("a.BTest#c", "`a.BTest#c`, `a.BTest#e`")));
    assertFault("a.BTest#d", ROW.replace("a.BTest#c", "`a.BTest#c`<br>`a.BTest#d`"));
  }

  @Test
  void a_done_row_without_a_test_fails() {
    assertFault("names no test", ROW.replace("a.BTest#c", "–"));
    assertEquals(List.of(), faults(ROW.replace("a.BTest#c", "–").replace("done", "not yet")));
  }

  @Test
  void the_same_id_twice_fails() {
    assertFault("O01 has an id that another row has", ROW + "\n" + ROW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X01", "O1", "12"})
  void a_row_without_a_proper_id_fails(String id) {
    assertFault("has no id", ROW.replace("O01", id));
  }

  @Test
  void an_unknown_state_fails() {
    assertFault("unknown state 'nearly'", ROW.replace("done", "nearly"));
  }

  @Test
  void an_unknown_kind_fails() {
    assertFault("unknown kind 'thing'", ROW.replace("| name |", "| thing |"));
  }

  @Test
  void a_row_with_a_cell_too_few_fails() {
    assertFault("has 5 cells", "| O01 | `start()` | name | `start()` | done |");
  }

  @Test
  void an_escaped_bar_does_not_end_a_cell() {
    assertEquals(List.of(), faults(ROW.replace("`start()`", "`echo \\| nc`")));
  }

  @Test
  void a_test_that_is_disabled_or_only_looks_like_one_does_not_count() {
    String source =
        """
        package a;
        class BTest {
          // @Test
          void comment() {}
          @Test @Disabled void disabled() {}
          @Test void c() {}
          @org.junit.jupiter.api.RepeatedTest(2) void repeated() {}
          @Nested class D { @TestFactory Object made() { return null; } }
          @Nested @Disabled class E { @Test void never() {} }
        }
        """;
    assertEquals(
        Set.of("a.BTest#c", "a.BTest#repeated", "a.BTest.D#made"),
        TestNames.in(List.of(TextFile.of("x/src/test/java/a/BTest.java", source))));
    assertEquals(
        Set.of(), TestNames.in(List.of(TextFile.of("x/src/main/java/a/BTest.java", source))));
  }

  private static Ledger ledger(Checkout checkout) throws IOException {
    return Ledger.parse(Files.readAllLines(checkout.root().resolve(FILE)));
  }

  private static long rowsOf(Ledger ledger, String seed) {
    return ledger.rows().stream().filter(row -> row.id().startsWith(seed)).count();
  }

  private static List<String> faults(String rows) {
    String table =
        """
        A text before it.

        | # | Seed | Kind | Perennial | State | Test |
        |---|---|---|---|---|---|
        """;
    return Ledger.parse((table + rows).lines().toList())
        .faults(Set.of("a.BTest#c", "a.BTest#e")::contains);
  }

  private static void assertFault(String part, String rows) {
    List<String> faults = faults(rows);
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.getFirst().contains(part), faults::toString);
  }
}
