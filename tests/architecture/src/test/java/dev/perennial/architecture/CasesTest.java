package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CasesTest {

  private static final String FILE = "docs/design/upstream-cases.md";
  private static final String BACKDOOR_FILE = "docs/design/upstream-cases-backdoor.md";
  private static final String RPC_FILE = "docs/design/upstream-cases-rpc.md";
  private static final String WEAKNESSES_FILE = "docs/design/rpc-weaknesses.md";
  private static final String SYSTEMD_FILE = "docs/design/upstream-cases-systemd.md";
  private static final String TIMERS_FILE = "docs/design/upstream-cases-schedule.md";
  private static final String HTTP_FILE = "docs/design/upstream-cases-http.md";
  private static final String TACKER_FILE = "docs/design/upstream-cases-tacker.md";
  private static final String ROW = "| U01 | a case | what it shows | `a.BTest#c` |";
  private static final Set<String> TESTS = Set.of("a.BTest#c", "a.BTest#e", "a.F01KillTest#k");

  @ParameterizedTest
  @ValueSource(
      strings = {
        FILE,
        TIMERS_FILE,
        BACKDOOR_FILE,
        SYSTEMD_FILE,
        HTTP_FILE,
        RPC_FILE,
        WEAKNESSES_FILE,
        TACKER_FILE
      })
  void every_row_names_its_tests_or_a_reason(String file) throws IOException {
    Checkout checkout = Checkout.find();
    List<String> faults = cases(checkout, file).faults(TestNames.ofTheProject());
    assertTrue(faults.isEmpty(), () -> file + "\n" + String.join("\n", faults));
  }

  @Test
  void every_class_that_bears_the_number_of_a_fault_has_a_row() throws IOException {
    Checkout checkout = Checkout.find();
    Set<String> listed = new HashSet<>();
    for (String file : List.of(FILE, HTTP_FILE)) {
      cases(checkout, file).rows().stream()
          .filter(Cases.Row::isFault)
          .forEach(row -> listed.addAll(row.tests()));
    }
    Set<String> classes = new TreeSet<>();
    for (String test : TestNames.ofTheProject()) {
      String name = test.substring(0, test.indexOf('#'));
      if (name.matches(".*\\.F\\d{2}[A-Z]\\w*")) {
        classes.add(name);
      }
    }
    classes.removeAll(listed);
    assertEquals(Set.of(), classes, "without a row in the tables of faults");
  }

  @Test
  void a_row_whose_tests_exist_is_right() {
    assertEquals(List.of(), faults(ROW));
    assertEquals(List.of(), faults(ROW.replace("`a.BTest#c`", "`a.BTest#c`<br>`a.BTest#e`")));
    assertEquals(List.of(), faults("| F01 | a kill | `a.F01KillTest` |"));
  }

  @Test
  void a_row_that_names_a_missing_test_fails() {
    assertFault("missing or disabled: a.BTest#d", ROW.replace("#c", "#d"));
    assertFault("missing or disabled: a.F01Test", "| F01 | a kill | `a.F01Test` |");
  }

  @Test
  void a_row_without_a_test_needs_a_reason() {
    assertFault("gives no reason", ROW.replace("`a.BTest#c`", "–"));
    assertFault("gives no reason", ROW.replace("`a.BTest#c`", "does not apply: "));
    assertEquals(List.of(), faults(ROW.replace("`a.BTest#c`", "does not apply: no `fork` here")));
  }

  @Test
  void a_number_that_is_none_or_occurs_twice_fails() {
    assertFault("has no number", ROW.replace("U01", "X1"));
    assertFault("another row has", ROW + "\n" + ROW);
  }

  @Test
  void a_fault_whose_class_does_not_bear_its_number_fails() {
    assertFault("does not bear its number", "| F02 | a kill | `a.F01KillTest` |");
    assertEquals(List.of(), faults("| F02 | a kill | `a.BTest#c` |"));
  }

  private static Cases cases(Checkout checkout, String file) throws IOException {
    return Cases.parse(Files.readAllLines(checkout.root().resolve(file)));
  }

  private static List<String> faults(String rows) {
    String table =
        """
        A text before it.

        | # | Upstream case | What it shows | Test |
        |---|---|---|---|
        """;
    return Cases.parse((table + rows).lines().toList()).faults(TESTS);
  }

  private static void assertFault(String part, String rows) {
    List<String> faults = faults(rows);
    assertEquals(1, faults.size(), faults::toString);
    assertTrue(faults.getFirst().contains(part), faults::toString);
  }
}
