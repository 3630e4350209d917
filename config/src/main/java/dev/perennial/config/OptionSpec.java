package dev.perennial.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything declared about one option, as plain data. Two declarations are equal when all of it
/// is equal, the help included.
record OptionSpec(
    OptionKey key,
    ValueType type,
    Shape shape,
    Constraint constraint,
    String help,
    Optional<String> def,
    boolean required,
    boolean mutable,
    boolean secret) {

  /// What the option is when nothing sets it and nothing was declared.
  static final String ABSENT_TEXT = "<None>";

  boolean isFlag() {
    return type instanceof ValueType.Bool && (shape == Shape.SINGLE || shape == Shape.OPTIONAL);
  }

  boolean isMulti() {
    return shape == Shape.MULTI;
  }

  /// An empty text satisfies a required text, and nothing else.
  boolean isAbsent(String text) {
    return text.isBlank() && shape != Shape.LIST && !isMulti() && !type.acceptsEmpty();
  }

  /// The value for the text of one assignment; of a repeated key, the single item.
  Object convert(String text) throws BadValue {
    return switch (shape) {
      case SINGLE, MULTI -> one(text);
      case OPTIONAL -> isAbsent(text) ? Optional.empty() : Optional.of(one(text));
      case OPTIONAL_INT -> isAbsent(text) ? OptionalInt.empty() : OptionalInt.of((int) one(text));
      case LIST -> pieces(text);
    };
  }

  /// A default is written on one line, so the items of a repeated key stand between commas there.
  Object convertDefault(String text) throws BadValue {
    return isMulti() ? pieces(text) : convert(text);
  }

  /// The value when neither text nor default is there.
  Object absentValue() {
    return switch (shape) {
      case OPTIONAL -> Optional.empty();
      case OPTIONAL_INT -> OptionalInt.empty();
      case LIST, MULTI -> List.of();
      case SINGLE -> throw new IllegalStateException(key + " has no value");
    };
  }

  /// Shows a text in messages, or hides it.
  String shown(String text) {
    return secret ? Secret.MASK : text;
  }

  private Object one(String text) throws BadValue {
    Object value = type.convert(text);
    constraint.check(type, value, text);
    return value;
  }

  /// Commas at the end are dropped, however many; an empty piece before them is an item.
  private List<Object> pieces(String text) throws BadValue {
    List<Object> items = new ArrayList<>();
    String list = withoutTrailingCommas(text.strip());
    for (String piece : list.isEmpty() ? List.<String>of() : Arrays.asList(list.split(",", -1))) {
      items.add(one(piece.strip()));
    }
    return List.copyOf(items);
  }

  private static String withoutTrailingCommas(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ',') {
      end--;
    }
    return text.substring(0, end);
  }
}
