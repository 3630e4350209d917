package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The constants of a Java enum, by name.
record EnumType(Class<?> type) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    String wanted = inFiles(text.strip());
    for (Object constant : type.getEnumConstants()) {
      if (inFiles(((Enum<?>) constant).name()).equals(wanted)) {
        return constant;
      }
    }
    throw new BadValue(
        "is not one of " + String.join(", ", names()), Suggestion.hint(text, names()));
  }

  /// The names as they are written in files.
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      names.add(inFiles(((Enum<?>) constant).name()));
    }
    return names;
  }

  private static String inFiles(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String description() {
    return "string value";
  }

  @Override
  public String placeholder() {
    return String.join("|", names());
  }
}
