package dev.perennial.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Turns the text of one value, or of one item of a list, into an object. The types are records, so
/// that two equal declarations of an option are equal objects.
sealed interface ValueType {

  Object convert(String text) throws BadValue;

  /// What `--help` writes after the name of the option.
  String placeholder();

  /// Whether an empty text is a value of this type; where it is not, it stands for no value.
  default boolean acceptsEmpty() {
    return false;
  }

  /// Whether `@Range` can compare values of this type.
  default boolean hasMeasure() {
    return false;
  }

  /// The measure that `@Range` compares; only for types that have one.
  default double measure(Object value) {
    throw new IllegalStateException("no measure: " + this);
  }

  record Text() implements ValueType {
    @Override
    public Object convert(String text) {
      return text;
    }

    @Override
    public String placeholder() {
      return "TEXT";
    }

    @Override
    public boolean acceptsEmpty() {
      return true;
    }
  }

  record SecretText() implements ValueType {
    @Override
    public Object convert(String text) {
      return Secret.of(text);
    }

    @Override
    public String placeholder() {
      return "SECRET";
    }

    @Override
    public boolean acceptsEmpty() {
      return true;
    }
  }

  record Bool() implements ValueType {
    private static final Set<String> YES = Set.of("true", "1", "on", "yes");
    private static final Set<String> NO = Set.of("false", "0", "off", "no");

    @Override
    public Object convert(String text) throws BadValue {
      String word = text.toLowerCase(Locale.ROOT);
      if (!YES.contains(word) && !NO.contains(word)) {
        throw new BadValue("is not a boolean", "use true or false");
      }
      return YES.contains(word);
    }

    @Override
    public String placeholder() {
      return "BOOLEAN";
    }
  }

  /// An `int`, or a `long` when wide.
  record Whole(boolean wide) implements ValueType {
    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");

    @Override
    public Object convert(String text) throws BadValue {
      String number = text.strip();
      if (!DIGITS.matcher(number).matches()) {
        throw new BadValue("is not an integer");
      }
      return parsed(number.replace("_", ""));
    }

    private Number parsed(String number) throws BadValue {
      try {
        return wide ? (Number) Long.valueOf(number) : (Number) Integer.valueOf(number);
      } catch (NumberFormatException tooLong) {
        throw new BadValue("does not fit into " + (wide ? "64" : "32") + " bits");
      }
    }

    @Override
    public boolean hasMeasure() {
      return true;
    }

    @Override
    public double measure(Object value) {
      return ((Number) value).doubleValue();
    }

    @Override
    public String placeholder() {
      return "INTEGER";
    }
  }

  record Decimal() implements ValueType {
    private static final Pattern NUMBER =
        Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    @Override
    public Object convert(String text) throws BadValue {
      String number = text.strip();
      if (!NUMBER.matcher(number).matches()) {
        throw new BadValue("is not a number");
      }
      double value = Double.parseDouble(number);
      if (Double.isInfinite(value)) {
        throw new BadValue("is too large");
      }
      return value;
    }

    @Override
    public boolean hasMeasure() {
      return true;
    }

    @Override
    public double measure(Object value) {
      return (Double) value;
    }

    @Override
    public String placeholder() {
      return "NUMBER";
    }
  }

  record Constant(Class<?> type) implements ValueType {
    @Override
    public Object convert(String text) throws BadValue {
      String wanted = fileName(text.strip());
      for (Object constant : type.getEnumConstants()) {
        if (fileName(((Enum<?>) constant).name()).equals(wanted)) {
          return constant;
        }
      }
      throw new BadValue(
          "is not one of " + String.join(", ", names()), Suggestion.hint(text, names()));
    }

    List<String> names() {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> fileName(((Enum<?>) constant).name()))
          .toList();
    }

    private static String fileName(String constant) {
      return constant.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public String placeholder() {
      return String.join("|", names());
    }
  }

  record PathName() implements ValueType {
    @Override
    public Object convert(String text) throws BadValue {
      if (text.isBlank()) {
        throw new BadValue("is not a path");
      }
      try {
        return Path.of(text);
      } catch (InvalidPathException e) {
        throw new BadValue("is not a path: " + e.getReason());
      }
    }

    @Override
    public String placeholder() {
      return "PATH";
    }
  }

  /// Numbers in messages, never in scientific form: 1000000 and not 1e+06.
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /// Durations have a grammar of their own.
  record Span(ChronoUnit unit) implements ValueType {
    @Override
    public Object convert(String text) throws BadValue {
      return DurationText.parse(text, unit);
    }

    @Override
    public boolean hasMeasure() {
      return true;
    }

    @Override
    public double measure(Object value) {
      return DurationText.in(unit, (Duration) value);
    }

    @Override
    public String placeholder() {
      return unit.toString().toUpperCase(Locale.ROOT);
    }
  }
}
