package dev.perennial.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rows whose cells stand below each other. A header that begins with `>` aligns its column right.
///
/// A cell may say what another host wrote into a database: control characters, which a terminal
/// would obey, are written as their numbers.
final class TextTable {

  private static final String GAP = "  ";
  private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Boolean> alignedRight;

  TextTable(String... headers) {
    alignedRight = List.of(headers).stream().map(header -> header.startsWith(">")).toList();
    rows.add(List.of(headers).stream().map(header -> header.replaceFirst("^>", "")).toList());
  }

  void row(String... cells) {
    if (cells.length != alignedRight.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + alignedRight.size());
    }
    rows.add(Stream.of(cells).map(TextTable::visible).toList());
  }

  private static String visible(String cell) {
    return OBEYED
        .matcher(cell)
        .replaceAll(
            sign -> Matcher.quoteReplacement("\\u%04x".formatted(sign.group().codePointAt(0))));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : GAP).append(aligned(row.get(column), column));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private String aligned(String cell, int column) {
    String padding = " ".repeat(width(column) - cell.length());
    return alignedRight.get(column) ? padding + cell : cell + padding;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
