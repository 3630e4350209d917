package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules of a component, from its annotations.
final class DeclaredRules {
  private final DeclaredComponent component;

  private DeclaredRules(DeclaredComponent component) {
    this.component = component;
  }

  static Constraint of(DeclaredComponent component) {
    return new DeclaredRules(component).constraint();
  }

  private Constraint constraint() {
    Optional<AnnotationValues> range = component.annotation(Range.class);
    Optional<AnnotationValues> oneOf = component.annotation(OneOf.class);
    Optional<AnnotationValues> length = component.annotation(Length.class);
    Optional<PatternRule> pattern = pattern();
    if (range.isEmpty() && oneOf.isEmpty() && length.isEmpty() && pattern.isEmpty()) {
      return Constraint.NONE;
    }
    return new Constraint(
        range.isEmpty() ? Constraint.NONE.min() : range.get().number("min"),
        range.isEmpty() ? Constraint.NONE.max() : range.get().number("max"),
        length.isEmpty()
            ? Count.ANY
            : new Count(length.get().count("min"), length.get().count("max")),
        pattern,
        oneOf.isEmpty() ? List.of() : choices(oneOf.get()),
        oneOf.isPresent() && oneOf.get().flag("ignoreCase"));
  }

  private Optional<PatternRule> pattern() {
    Optional<AnnotationValues> matches = component.annotation(Matches.class);
    try {
      return matches.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new PatternRule(matches.get().text("value"), matches.get().flag("ignoreCase")));
    } catch (IllegalArgumentException e) {
      throw component.refused(String.valueOf(e.getMessage()));
    }
  }

  private List<Choice> choices(AnnotationValues oneOf) {
    List<String> values = oneOf.texts("value");
    List<String> helps = oneOf.texts("help");
    if (!helps.isEmpty() && helps.size() != values.size()) {
      throw component.refused("@OneOf explains some of its values and not all");
    }
    List<Choice> choices = new ArrayList<>();
    for (String value : values) {
      choices.add(new Choice(value, helps.isEmpty() ? "" : helps.get(choices.size())));
    }
    return List.copyOf(choices);
  }
}
