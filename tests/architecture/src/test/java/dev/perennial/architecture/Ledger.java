package dev.perennial.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The table of `docs/coming-from.md`: what the seeds have, what Perennial has for it, and the test
/// that proves it.
///
/// @param rows the rows that could be read
/// @param malformed what is wrong with the lines that could not be read
record Ledger(List<Row> rows, List<String> malformed) {

  static final Set<String> KINDS =
      Set.of("name", "parameter", "default", "option", "signal", "note", "example");
  static final String DONE = "done";
  static final String NOT_YET = "not yet";

  private static final List<String> HEADER =
      List.of("#", "Seed", "Kind", "Perennial", "State", "Test");
  static final Pattern RULER = Pattern.compile("\\|[\\s|:-]+");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern ID = Pattern.compile("[OT]\\d{2,3}");

  /// One row.
  ///
  /// @param line where it stands, from 1
  /// @param tests the tests it names, each as `package.Class#method`
  record Row(
      int line,
      String id,
      String seed,
      String kind,
      String perennial,
      String state,
      List<String> tests) {}

  static Ledger parse(List<String> lines) {
    List<Row> rows = new ArrayList<>();
    List<String> malformed = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.startsWith("|") || RULER.matcher(line).matches()) {
        continue;
      }
      List<String> cells = cells(line);
      if (cells.size() != HEADER.size()) {
        malformed.add("line " + (i + 1) + " has " + cells.size() + " cells: " + line);
      } else if (!cells.equals(HEADER)) {
        rows.add(row(i + 1, cells));
      }
    }
    return new Ledger(List.copyOf(rows), List.copyOf(malformed));
  }

  /// Everything that is wrong with the table.
  ///
  /// @param testExists whether a test of this name, `package.Class#method`, is in the checkout
  List<String> faults(Predicate<String> testExists) {
    List<String> faults = new ArrayList<>(malformed);
    Set<String> seen = new HashSet<>();
    for (Row row : rows) {
      List<String> wrong = new ArrayList<>();
      if (!ID.matcher(row.id()).matches()) {
        wrong.add("has no id such as O12 or T07");
      } else if (!seen.add(row.id())) {
        wrong.add("has an id that another row has");
      }
      if (row.seed().isEmpty() || row.perennial().isEmpty()) {
        wrong.add("has an empty cell");
      }
      if (!KINDS.contains(row.kind())) {
        wrong.add("has the unknown kind '" + row.kind() + "'");
      }
      if (!Set.of(DONE, NOT_YET).contains(row.state())) {
        wrong.add("has the unknown state '" + row.state() + "'");
      }
      if (row.state().equals(DONE) && row.tests().isEmpty()) {
        wrong.add("is done but names no test");
      }
      row.tests().stream()
          .filter(testExists.negate())
          .forEach(test -> wrong.add("names a test that is missing or disabled: " + test));
      wrong.forEach(fault -> faults.add("line " + row.line() + ", " + row.id() + " " + fault));
    }
    return faults;
  }

  private static Row row(int line, List<String> cells) {
    return new Row(
        line,
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        tests(cells.get(5)));
  }

  static List<String> cells(String line) {
    String inner = line.substring(1, line.endsWith("|") ? line.length() - 1 : line.length());
    return Arrays.stream(CELL_END.split(inner, -1)).map(String::strip).toList();
  }

  // A dash stands for no test; several are separated by commas or line breaks.
  private static List<String> tests(String cell) {
    return Arrays.stream(cell.replace("`", "").split(",|<br\\s*/?>"))
        .map(String::strip)
        .filter(test -> !Set.of("", "-", "–").contains(test))
        .toList();
  }
}
