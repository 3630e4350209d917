package dev.perennial.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes the records from the typed values. A record whose values are not all there is left out,
/// because the errors are known already, or because a value is not known here; one whose
/// constructor refuses them adds an error.
final class Binder implements Function<OptionSpec, Object> {
  private final Map<OptionKey, Effective> values;
  private final Problems problems;

  private Binder(Map<OptionKey, Effective> values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  static Map<GroupKey<?>, Record> bind(
      Registry registry, Map<OptionKey, Effective> values, Problems problems) {
    Binder binder = new Binder(values, problems);
    Map<GroupKey<?>, Record> records = new LinkedHashMap<>();
    for (GroupSpec group : registry.groups()) {
      Optional<Record> bound = binder.bind(group);
      if (bound.isPresent()) {
        records.put(group.key(), bound.get());
      }
    }
    return records;
  }

  private Optional<Record> bind(GroupSpec group) {
    if (effective(group).size() < group.options().size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(group.construct(this));
    } catch (IllegalArgumentException verdict) {
      problems.add(refusal(group, verdict, secrets()));
    } catch (RuntimeException mistake) {
      problems.add(refusal(group, asVerdict(mistake), secrets()));
    }
    return Optional.empty();
  }

  /// The value that a constructor gets for an option.
  @Override
  public Object apply(OptionSpec option) {
    return Objects.requireNonNull(values.get(option.key())).value();
  }

  /// What a rule outside the record says of values that the record accepted.
  ///
  /// @param hidden the secrets that the rule has seen
  static ConfigError refusal(
      GroupSpec group, Map<OptionKey, Effective> values, Exception verdict, SecretTexts hidden) {
    return new Binder(values, new Problems())
        .refusal(
            group,
            verdict instanceof IllegalArgumentException refused ? refused : asVerdict(verdict),
            hidden);
  }

  /// A bug in a rule must not bring down a running program that only tries a new file.
  private static IllegalArgumentException asVerdict(Exception mistake) {
    return new IllegalArgumentException(mistake.toString(), mistake);
  }

  private List<Effective> effective(GroupSpec group) {
    List<Effective> effective = new ArrayList<>();
    for (OptionSpec option : group.options()) {
      Effective value = values.get(option.key());
      if (value != null && value.isKnown()) {
        effective.add(value);
      }
    }
    return effective;
  }

  private SecretTexts secrets() {
    return SecretTexts.of(values.values());
  }

  private ConfigError refusal(
      GroupSpec group, IllegalArgumentException verdict, SecretTexts hidden) {
    List<Effective> concerned = concerned(group, verdict);
    String message = hidden.maskedIn(String.valueOf(verdict.getMessage()));
    String text = "[" + group.section() + "] " + message;
    Optional<Origin> where =
        concerned.stream().filter(Effective::isSet).map(Effective::origin).findFirst();
    return where
        .map(origin -> ConfigError.at(origin, text, sources(concerned)))
        .orElseGet(() -> ConfigError.nowhere(text, sources(concerned)));
  }

  /// The options that the constructor names, or else those that somebody set.
  private List<Effective> concerned(GroupSpec group, IllegalArgumentException verdict) {
    List<String> named =
        verdict instanceof OptionConflict conflict ? conflict.options() : List.of();
    return effective(group).stream()
        .filter(e -> named.isEmpty() ? e.isSet() : named.contains(e.option().key().name()))
        .toList();
  }

  private static String sources(List<Effective> concerned) {
    return concerned.stream()
        .map(e -> e.option().key().name() + " from " + e.origin())
        .collect(Collectors.joining(", "));
  }
}
