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
    Range range = component.annotation(Range.class);
    OneOf oneOf = component.annotation(OneOf.class);
    Length length = component.annotation(Length.class);
    Optional<PatternRule> pattern = pattern();
    if (range == null && oneOf == null && length == null && pattern.isEmpty()) {
      return Constraint.NONE;
    }
    return new Constraint(
        range == null ? Constraint.NONE.min() : range.min(),
        range == null ? Constraint.NONE.max() : range.max(),
        length == null ? Count.ANY : new Count(length.min(), length.max()),
        pattern,
        oneOf == null ? List.of() : choices(oneOf),
        oneOf != null && oneOf.ignoreCase());
  }

  private Optional<PatternRule> pattern() {
    Matches matches = component.annotation(Matches.class);
    try {
      return matches == null
          ? Optional.empty()
          : Optional.of(new PatternRule(matches.value(), matches.ignoreCase()));
    } catch (IllegalArgumentException e) {
      throw component.refused(String.valueOf(e.getMessage()));
    }
  }

  private List<Choice> choices(OneOf oneOf) {
    String[] helps = oneOf.help();
    if (helps.length != 0 && helps.length != oneOf.value().length) {
      throw component.refused("@OneOf explains some of its values and not all");
    }
    List<Choice> choices = new ArrayList<>();
    for (String value : oneOf.value()) {
      choices.add(new Choice(value, helps.length == 0 ? "" : helps[choices.size()]));
    }
    return List.copyOf(choices);
  }
}
