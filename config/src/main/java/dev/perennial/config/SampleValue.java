package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The default of an option as it stands in a configuration file.
final class SampleValue {
  private SampleValue() {}

  /// {@return the text of each assignment: one, or one for each item of a repeated key} Where
  /// nothing can be assigned that would mean the same, a placeholder.
  static List<String> texts(OptionSpec option) {
    Optional<String> declared = option.sampleDefault().or(option::def);
    if (declared.isEmpty() && !isCollection(option)) {
      return List.of(OptionSpec.ABSENT_TEXT);
    }
    String text = declared.orElse("");
    if (option.secret()) {
      return List.of(text.isEmpty() ? "" : Secret.MASK);
    }
    List<String> items = option.isMulti() ? items(option, text) : List.of(text);
    // An empty assignment would be one item without text.
    return items.isEmpty()
        ? List.of(OptionSpec.ABSENT_TEXT)
        : items.stream().map(SampleValue::quoted).toList();
  }

  /// Whether the option has a default that can be assigned.
  static boolean isKnown(OptionSpec option) {
    return !texts(option).equals(List.of(OptionSpec.ABSENT_TEXT));
  }

  private static boolean isCollection(OptionSpec option) {
    return option.isMulti()
        || option.type() instanceof ListType
        || option.type() instanceof MapType;
  }

  private static List<String> items(OptionSpec option, String text) {
    List<String> items = new ArrayList<>();
    try {
      Pieces.each(
          text,
          option.type().mayHaveCommas(),
          piece -> {
            option.type().convert(piece);
            items.add(piece);
          });
    } catch (BadValue e) {
      // A sample default is an example for people; as a whole it is still one.
      return List.of(text);
    }
    return items;
  }

  /// Reading takes one pair of quotes off and trims what has none.
  private static String quoted(String text) {
    return isChangedByReading(text) ? '"' + text + '"' : text;
  }

  private static boolean isChangedByReading(String text) {
    if (text.isEmpty()) {
      return false;
    }
    char first = text.charAt(0);
    boolean inQuotes = (first == '"' || first == '\'') && text.charAt(text.length() - 1) == first;
    return inQuotes || !text.strip().equals(text);
  }
}
