package dev.perennial.architecture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of `docs/design/upstream-cases*.md`: cases of others (U01), known weaknesses (W01,
/// W19b) and faults (F01), each with the tests that prove it in its last cell, or the reason why
/// there is none.
///
/// @param rows all of them
record Cases(List<Row> rows) {

  /// What stands in the place of a test.
  static final String REASON = "does not apply: ";

  private static final Pattern ID = Pattern.compile("[UWF]\\d{2}[b-z]?");
  private static final Pattern NAME = Pattern.compile("`([^`]*)`");

  /// One row.
  ///
  /// @param line where it stands, from 1
  /// @param id its number
  /// @param proof its last cell
  record Row(int line, String id, String proof) {

    /// The tests it names: `package.Class#method`, or `package.Class` for all of a class.
    List<String> tests() {
      List<String> tests = new ArrayList<>();
      for (Matcher name = NAME.matcher(isReason() ? "" : proof); name.find(); ) {
        tests.add(name.group(1));
      }
      return tests;
    }

    boolean isReason() {
      return proof.startsWith(REASON) && proof.length() > REASON.length();
    }

    boolean isFault() {
      return id.startsWith("F");
    }
  }

  static Cases parse(List<String> lines) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.startsWith("|") || Ledger.RULER.matcher(line).matches()) {
        continue;
      }
      List<String> cells = Ledger.cells(line);
      if (!cells.getFirst().equals("#")) {
        rows.add(new Row(i + 1, cells.getFirst(), cells.getLast()));
      }
    }
    return new Cases(List.copyOf(rows));
  }

  /// Everything that is wrong with the tables.
  ///
  /// @param tests all tests of the checkout, each as `package.Class#method`
  List<String> faults(Set<String> tests) {
    List<String> faults = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Row row : rows) {
      List<String> wrong = new ArrayList<>();
      if (!ID.matcher(row.id()).matches()) {
        wrong.add("has no number such as U07, W19b or F13");
      } else if (!seen.add(row.id())) {
        wrong.add("has a number that another row has");
      }
      if (row.tests().isEmpty() && !row.isReason()) {
        wrong.add("names no test and gives no reason");
      }
      row.tests().stream()
          .filter(Predicate.not(test -> exists(test, tests)))
          .forEach(test -> wrong.add("names a test that is missing or disabled: " + test));
      row.tests().stream()
          .filter(test -> row.isFault() && !bears(row.id(), test))
          .forEach(test -> wrong.add("names a class that does not bear its number: " + test));
      wrong.forEach(fault -> faults.add("line " + row.line() + ", " + row.id() + " " + fault));
    }
    return faults;
  }

  private static boolean exists(String wanted, Set<String> tests) {
    return wanted.contains("#")
        ? tests.contains(wanted)
        : tests.stream().anyMatch(test -> test.startsWith(wanted + "#"));
  }

  // A class that is all about a fault has its number in its name; a single test may be anywhere.
  private static boolean bears(String id, String test) {
    return test.contains("#") || test.substring(test.lastIndexOf('.') + 1).startsWith(id);
  }
}
