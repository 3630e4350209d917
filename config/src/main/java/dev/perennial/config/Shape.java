package dev.perennial.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How many values of its type an option has, and what wraps them.
enum Shape {
  /// Exactly one; of a list or a map, the strongest text.
  SINGLE,
  /// None or one, in an `Optional`.
  OPTIONAL,
  /// None or one, in an `OptionalInt`.
  OPTIONAL_INT,
  /// None or one, in an `OptionalLong`.
  OPTIONAL_LONG,
  /// None or one, in an `OptionalDouble`.
  OPTIONAL_DOUBLE,
  /// Any number, one per repeated key; the texts of all layers count.
  MULTI;

  static Shape of(Class<?> raw, boolean multi) {
    if (multi) {
      return MULTI;
    } else if (raw == Optional.class) {
      return OPTIONAL;
    } else if (raw == OptionalInt.class) {
      return OPTIONAL_INT;
    } else if (raw == OptionalLong.class) {
      return OPTIONAL_LONG;
    }
    return raw == OptionalDouble.class ? OPTIONAL_DOUBLE : SINGLE;
  }

  /// Puts a value of the type into what the component wants.
  Object wrapped(Object value) {
    return switch (this) {
      case SINGLE, MULTI -> value;
      case OPTIONAL -> Optional.of(value);
      case OPTIONAL_INT -> OptionalInt.of((int) value);
      case OPTIONAL_LONG -> OptionalLong.of((long) value);
      case OPTIONAL_DOUBLE -> OptionalDouble.of((double) value);
    };
  }

  /// What the component is when there is no value.
  Optional<Object> absent(ValueType type) {
    return switch (this) {
      case SINGLE ->
          type instanceof ListType
              ? Optional.of(List.of())
              : type instanceof MapType ? Optional.of(Map.of()) : Optional.empty();
      case OPTIONAL -> Optional.of(Optional.empty());
      case OPTIONAL_INT -> Optional.of(OptionalInt.empty());
      case OPTIONAL_LONG -> Optional.of(OptionalLong.empty());
      case OPTIONAL_DOUBLE -> Optional.of(OptionalDouble.empty());
      case MULTI -> Optional.of(List.of());
    };
  }
}
