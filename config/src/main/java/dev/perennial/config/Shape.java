package dev.perennial.config;

/// How many values of its type an option has, and what wraps them.
enum Shape {
  /// Exactly one.
  SINGLE,
  /// None or one, in an `Optional`.
  OPTIONAL,
  /// None or one, in an `OptionalInt`.
  OPTIONAL_INT,
  /// Any number, between commas of one text; the strongest text counts.
  LIST,
  /// Any number, one per repeated key; the texts of all layers count.
  MULTI;

  boolean mayBeAbsent() {
    return this != SINGLE;
  }
}
