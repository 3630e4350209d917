package dev.perennial.config.json;

import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Writes maps, lists, texts, numbers and booleans as JSON (RFC 8259) in ASCII; an empty `Optional`
/// is null, and whatever else there is is written as its text. Reading is nobody's business in the
/// runtime core, so it needs no library.
///
/// Not thread-safe; the static methods may be called by any thread.
public final class JsonText {

  /// What stands between the values.
  public enum Layout {
    /// Nothing, for programs.
    COMPACT(",", ":", ""),
    /// Spaces, as Python's `json.dumps` has them.
    SPACED(", ", ": ", ""),
    /// A line for each value, for people.
    INDENTED(",", ": ", "\n");

    private final String comma;
    private final String colon;
    private final String lineEnd;

    Layout(String comma, String colon, String lineEnd) {
      this.comma = comma;
      this.colon = colon;
      this.lineEnd = lineEnd;
    }
  }

  /// Text that is JSON already.
  ///
  /// @param text one value
  public record Raw(String text) {}

  /// Writes one entry of a map or list.
  @FunctionalInterface
  private interface Entry<T> {
    void write(T entry, String lineEnd);
  }

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder out = new StringBuilder(512);
  private final Layout layout;
  private final UnaryOperator<String> shown;

  private JsonText(Layout layout, UnaryOperator<String> shown) {
    this.layout = layout;
    this.shown = shown;
  }

  /// Writes a value, with the maps in their order.
  ///
  /// @param tree maps, lists, texts, numbers and booleans
  /// @param layout what stands between them
  /// @return one value in JSON
  public static String of(Object tree, Layout layout) {
    return of(tree, layout, UnaryOperator.identity());
  }

  /// Writes a value with its texts, but not the names in its maps, as they may be shown.
  ///
  /// @param tree maps, lists, texts, numbers and booleans
  /// @param layout what stands between them
  /// @param shown makes of a text what is written
  /// @return one value in JSON
  public static String of(Object tree, Layout layout, UnaryOperator<String> shown) {
    JsonText json = new JsonText(layout, shown);
    json.value(tree, layout.lineEnd);
    return json.out.append(layout.lineEnd).toString();
  }

  /// Writes a text between double quotes.
  ///
  /// @param value any text
  /// @return a string in JSON
  public static String string(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2);
    quote(value, out);
    return out.toString();
  }

  private void value(Object value, String lineEnd) {
    switch (value) {
      case Map<?, ?> map -> block('{', '}', map.entrySet().iterator(), lineEnd, this::member);
      case Collection<?> list -> block('[', ']', list.iterator(), lineEnd, this::value);
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case Raw raw -> out.append(raw.text());
      case Optional<?> empty when empty.isEmpty() -> out.append("null");
      default -> quote(shown.apply(value.toString()), out);
    }
  }

  private void member(Map.Entry<?, ?> entry, String lineEnd) {
    quote(entry.getKey().toString(), out);
    out.append(layout.colon);
    value(entry.getValue(), lineEnd);
  }

  private <T> void block(
      char open, char close, Iterator<T> entries, String lineEnd, Entry<? super T> entry) {
    out.append(open);
    if (entries.hasNext()) {
      String inner = lineEnd.isEmpty() ? "" : lineEnd + "  ";
      entry.write(entries.next(), begin(inner));
      while (entries.hasNext()) {
        out.append(layout.comma);
        entry.write(entries.next(), begin(inner));
      }
      out.append(lineEnd);
    }
    out.append(close);
  }

  private String begin(String line) {
    out.append(line);
    return line;
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      switch (sign) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (sign < ' ' || sign > '~') {
            out.append("\\u").append(HEX.toHexDigits(sign));
          } else {
            out.append(sign);
          }
        }
      }
    }
    out.append('"');
  }
}
