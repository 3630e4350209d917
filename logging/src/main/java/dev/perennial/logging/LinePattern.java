package dev.perennial.logging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line with fields in Python's form: `%(name)s`, `%(msecs)03d`, `%(levelname)-8s`; `%%` is a
/// percent sign.
final class LinePattern {

  private static final Pattern FIELD =
      Pattern.compile("%(?:(%)|\\((\\w+)\\)([-0+ #]*)(\\d{0,3})(?:\\.\\d+)?[sdifr])");

  /// A text, and the field behind it.
  private record Piece(String text, String field, boolean left, char fill, int width) {

    void append(StringBuilder line, String value) {
      int missing = width - value.length();
      if (missing > 0 && !left) {
        line.repeat(fill, missing);
      }
      line.append(value);
      if (missing > 0 && left) {
        line.repeat(' ', missing);
      }
    }
  }

  private final List<Piece> pieces;
  private final String end;

  private LinePattern(List<Piece> pieces, String end) {
    this.pieces = pieces;
    this.end = end;
  }

  /// @throws IllegalArgumentException saying which percent sign is no field
  static LinePattern of(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    int from = 0;
    Matcher field = FIELD.matcher(text);
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
      before.append(text, from, at);
      if (!field.find(at) || field.start() != at) {
        throw new IllegalArgumentException(
            "no field at character " + (at + 1) + ": a field is like %(name)s, a sign is %%");
      }
      if (field.group(1) == null) {
        pieces.add(piece(before.toString(), field));
        before.setLength(0);
      } else {
        before.append('%');
      }
      from = field.end();
    }
    return new LinePattern(
        List.copyOf(pieces), before.append(text, from, text.length()).toString());
  }

  private static Piece piece(String before, Matcher field) {
    String flags = field.group(3);
    String width = field.group(4);
    return new Piece(
        before,
        field.group(2),
        flags.contains("-"),
        flags.contains("0") ? '0' : ' ',
        width.isEmpty() ? 0 : Integer.parseInt(width));
  }

  /// Whether a field occurs.
  boolean has(String field) {
    return pieces.stream().anyMatch(piece -> piece.field().equals(field));
  }

  /// Adds the line.
  ///
  /// @param values the text of a field
  void append(StringBuilder line, Function<String, String> values) {
    for (Piece piece : pieces) {
      line.append(piece.text());
      piece.append(line, values.apply(piece.field()));
    }
    line.append(end);
  }

  String text(Function<String, String> values) {
    StringBuilder line = new StringBuilder();
    append(line, values);
    return line.toString();
  }
}
