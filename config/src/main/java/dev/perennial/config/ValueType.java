package dev.perennial.config;

import java.math.BigDecimal;

/// Turns the text of one value into an object. The types are records, so that two equal
/// declarations of an option are equal objects.
///
/// They are plain objects with methods instead of cases of one large switch, because a switch over
/// types costs a program some milliseconds the first time it is run.
sealed interface ValueType
    permits AddressType,
        BooleanType,
        ByteSizeType,
        DecimalType,
        DurationType,
        EnumType,
        HostPortType,
        HostType,
        IntegerType,
        ListType,
        MapType,
        PathType,
        RangeType,
        RuledType,
        SecretType,
        TextType,
        UriType {

  /// @throws BadValue with a predicate that does not repeat the text
  Object convert(String text) throws BadValue;

  /// What samples say of the type: `integer value`.
  String description();

  /// What `--help` writes after the name of the option.
  String placeholder();

  /// The type of the single items of lists and maps, without rules; of all others the type itself.
  default ValueType scalar() {
    return this;
  }

  /// Whether an empty text is a value of this type; where it is not, it stands for no value.
  default boolean acceptsEmpty() {
    return false;
  }

  /// Whether a text with a comma in it can be a value of this type.
  default boolean mayHaveCommas() {
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

  /// Numbers in messages, never in scientific form: 1000000 and not 1e+06.
  static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
