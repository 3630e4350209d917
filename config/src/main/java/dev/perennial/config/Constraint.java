package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a value must satisfy beyond its type. Where choices are listed the bounds only limit the
/// choices, once, at registration.
///
/// @param min the smallest measure, or minus infinity
/// @param max the largest measure, or infinity
/// @param length how many characters a text may have
/// @param pattern what a text must contain a match of
/// @param choices the only values, in the order of the declaration
/// @param ignoreCase whether letter case does not matter for the choices
record Constraint(
    double min,
    double max,
    Count length,
    Optional<PatternRule> pattern,
    List<Choice> choices,
    boolean ignoreCase) {

  static final Constraint NONE =
      new Constraint(
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Count.ANY,
          Optional.empty(),
          List.of(),
          false);

  boolean hasMin() {
    return min != Double.NEGATIVE_INFINITY;
  }

  boolean hasMax() {
    return max != Double.POSITIVE_INFINITY;
  }

  /// The choices as texts.
  List<String> choiceTexts() {
    List<String> texts = new ArrayList<>();
    for (Choice choice : choices) {
      texts.add(choice.text());
    }
    return texts;
  }

  /// Refuses a constraint that contradicts itself or its type.
  void checkDeclaration(ValueType type) {
    if (!(min <= max)) {
      throw new IllegalArgumentException("@Range has a minimum above its maximum");
    }
    if ((hasMin() || hasMax()) && !type.hasMeasure() && !(type instanceof RangeType)) {
      throw new IllegalArgumentException("@Range is for numbers, ranges, sizes and durations");
    }
    if (type instanceof IntegerType whole) {
      checkWidth(whole.width());
    }
    checkTextRules(type);
    try {
      for (Choice choice : choices) {
        checkBounds(type, type.convert(choice.text()));
      }
    } catch (BadValue e) {
      throw new IllegalArgumentException("a value of @OneOf " + e.problem());
    }
  }

  private void checkWidth(IntegerType.Width width) {
    if ((hasMin() && min < width.min()) || (hasMax() && max > width.max())) {
      throw new IllegalArgumentException("@Range is wider than the type");
    }
  }

  private void checkTextRules(ValueType type) {
    boolean hasRules = !length.isAny() || pattern.isPresent();
    if (hasRules && !isTextual(type)) {
      throw new IllegalArgumentException("@Length and @Matches are for texts");
    }
    if (length.min() < 0 || length.min() > length.max()) {
      throw new IllegalArgumentException("@Length has a minimum below 0 or above its maximum");
    }
    if (pattern.isPresent() && !choices.isEmpty()) {
      throw new IllegalArgumentException("@Matches and @OneOf exclude each other");
    }
  }

  private static boolean isTextual(ValueType type) {
    return type instanceof TextType
        || type instanceof SecretType
        || type instanceof UriType
        || type instanceof HostType
        || type instanceof PathType;
  }

  void check(ValueType type, Object value, String text) throws BadValue {
    if (!length.isAny() || pattern.isPresent()) {
      checkText(value instanceof String converted ? converted : text);
    }
    if (choices.isEmpty()) {
      checkBounds(type, value);
    } else if (!isChoice(type, value)) {
      throw new BadValue("is not one of " + shownChoices(), Suggestion.hint(text, choiceTexts()));
    }
  }

  private void checkText(String text) throws BadValue {
    length.check(text.codePointCount(0, text.length()), "characters");
    if (pattern.isPresent() && !pattern.get().isIn(text)) {
      throw new BadValue("does not match the regular expression " + pattern.get());
    }
  }

  private boolean isChoice(ValueType type, Object value) throws BadValue {
    for (Choice choice : choices) {
      boolean sameLetters =
          ignoreCase && value instanceof String text && choice.text().equalsIgnoreCase(text);
      if (sameLetters || type.convert(choice.text()).equals(value)) {
        return true;
      }
    }
    return false;
  }

  /// The choices as messages list them.
  String shownChoices() {
    List<String> shown = new ArrayList<>();
    for (Choice choice : choices) {
      shown.add(choice.text().isEmpty() ? "''" : choice.text());
    }
    return String.join(", ", shown);
  }

  private void checkBounds(ValueType type, Object value) throws BadValue {
    if (!hasMin() && !hasMax()) {
      return;
    }
    if (value instanceof IntRange range) {
      checkMeasure(type, range.first());
      checkMeasure(type, range.last());
    } else {
      checkMeasure(type, type.measure(value));
    }
  }

  private void checkMeasure(ValueType type, double measure) throws BadValue {
    if (measure < min) {
      throw new BadValue("is below the minimum of " + shown(min, type));
    }
    if (measure > max) {
      throw new BadValue("is above the maximum of " + shown(max, type));
    }
  }

  private static String shown(double bound, ValueType type) {
    return type instanceof DurationType span
        ? ValueType.plain(bound) + " " + span.unit().toString().toLowerCase(Locale.ROOT)
        : ValueType.plain(bound);
  }
}
