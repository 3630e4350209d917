package dev.perennial.http;

import dev.perennial.http.PasteFile.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Fills `%(name)s` into values, and `%` for `%%`.
///
/// @param values what may be filled in
record PasteVariables(Map<String, Value> values) {

  private static final int DEEPEST = 10;

  /// The same, with values of a section before them.
  PasteVariables with(Map<String, Value> nearer) {
    Map<String, Value> all = new HashMap<>(values);
    all.putAll(nearer);
    return new PasteVariables(all);
  }

  /// All values, filled in.
  Map<String, String> expanded() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, expand(key, value)));
    return texts;
  }

  /// @throws PipelineException if a variable is unknown or the syntax is wrong
  String expand(String key, Value value) {
    return expand(key, value.text(), value.place(), 0);
  }

  /// A text that stays what it is when it is filled in.
  static String literal(String text) {
    return text.replace("%", "%%");
  }

  private String expand(String key, String text, PastePlace place, int depth) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    if (depth > DEEPEST) {
      throw new PipelineException(
          place, "'" + key + "': variables refer to each other in a circle");
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
      out.append(text, from, at);
      if (text.startsWith("%%", at)) {
        out.append('%');
        from = at + 2;
      } else {
        int end = text.startsWith("%(", at) ? text.indexOf(")s", at) : -1;
        if (end < 0) {
          throw new PipelineException(
              place, "'" + key + "': a '%' must be part of %(name)s, or be written twice");
        }
        out.append(variable(key, text.substring(at + 2, end), place, depth));
        from = end + 2;
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  private String variable(String key, String name, PastePlace place, int depth) {
    Value value = values.get(name);
    if (value == null) {
      throw new PipelineException(
          place, "'" + key + "': there is no '" + name + "' in this section or in [DEFAULT]");
    }
    return expand(key, value.text(), place, depth + 1);
  }
}
