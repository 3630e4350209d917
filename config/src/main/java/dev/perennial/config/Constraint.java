package dev.perennial.config;

import java.util.List;
import java.util.Locale;

/// What a value must satisfy beyond its type. Where choices are listed the bounds only limit the
/// choices, once, at registration.
record Constraint(double min, double max, List<String> choices) {

  static final Constraint NONE =
      new Constraint(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, List.of());

  /// Refuses a constraint that contradicts itself or its type.
  void checkDeclaration(ValueType type) {
    if (!(min <= max)) {
      throw new IllegalArgumentException("@Range has a minimum above its maximum");
    }
    if (bounded() && !type.hasMeasure()) {
      throw new IllegalArgumentException("@Range is for numbers and durations");
    }
    try {
      for (String choice : choices) {
        checkBounds(type, type.convert(choice));
      }
    } catch (BadValue e) {
      throw new IllegalArgumentException("a value of @OneOf " + e.problem());
    }
  }

  void check(ValueType type, Object value, String text) throws BadValue {
    if (choices.isEmpty()) {
      checkBounds(type, value);
    } else if (!isChoice(type, value)) {
      throw new BadValue("is not one of " + shownChoices(), Suggestion.hint(text, choices));
    }
  }

  private boolean isChoice(ValueType type, Object value) throws BadValue {
    for (String choice : choices) {
      if (type.convert(choice).equals(value)) {
        return true;
      }
    }
    return false;
  }

  private String shownChoices() {
    return String.join(", ", choices.stream().map(c -> c.isEmpty() ? "''" : c).toList());
  }

  private void checkBounds(ValueType type, Object value) throws BadValue {
    if (!bounded()) {
      return;
    }
    double measure = type.measure(value);
    if (measure < min) {
      throw new BadValue("is below the minimum of " + shown(min, type));
    }
    if (measure > max) {
      throw new BadValue("is above the maximum of " + shown(max, type));
    }
  }

  private boolean bounded() {
    return Double.isFinite(min) || Double.isFinite(max);
  }

  private static String shown(double bound, ValueType type) {
    String unit =
        type instanceof ValueType.Span span
            ? " " + span.unit().toString().toLowerCase(Locale.ROOT)
            : "";
    return ValueType.plain(bound) + unit;
  }
}
