package dev.perennial.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The table of `docs/design/rpc-options.md`: what becomes of each option of the Python library.
///
/// @param rows all of them
record OptionTable(List<Row> rows) {

  private static final Pattern NAME = Pattern.compile("`([^`]*)`");

  /// What becomes of an option.
  enum Here {
    USED,
    NO_EFFECT,
    NOT_OFFERED,
    OLD_NAME;

    static Here of(String cell) {
      return valueOf(cell.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
  }

  /// One row.
  ///
  /// @param option its name in files
  /// @param section where it stands there
  /// @param here what becomes of it
  /// @param last tests, a reason, or the present name
  record Row(String option, String section, Here here, String last) {

    String key() {
      return "[" + section + "] " + option;
    }

    /// What stands between back-ticks in the last cell.
    List<String> names() {
      return NAME.matcher(last).results().map((MatchResult found) -> found.group(1)).toList();
    }
  }

  static OptionTable parse(List<String> lines) {
    List<Row> rows = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("|") && !Ledger.RULER.matcher(line).matches()) {
        List<String> cells = Ledger.cells(line);
        if (!cells.getFirst().equals("Option")) {
          rows.add(new Row(cells.get(0), cells.get(1), Here.of(cells.get(2)), cells.get(3)));
        }
      }
    }
    return new OptionTable(List.copyOf(rows));
  }

  List<Row> of(Here here) {
    return rows.stream().filter(row -> row.here() == here).toList();
  }
}
