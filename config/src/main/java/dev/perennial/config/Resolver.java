package dev.perennial.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns a snapshot into typed values, one option after the other, and adds an error for each that
/// cannot be turned.
///
/// The strongest text of an option counts: arguments over files, a later file over an earlier one,
/// a later line over an earlier one. An option with repeated keys takes all texts, those of the
/// arguments first.
final class Resolver {
  private final ConfigSnapshot snapshot;
  private final Problems problems;

  private Resolver(ConfigSnapshot snapshot, Problems problems) {
    this.snapshot = snapshot;
    this.problems = problems;
  }

  /// {@return the value of every option that has a good one}
  static Map<OptionKey, Effective> resolve(
      Registry registry, ConfigSnapshot snapshot, Problems problems) {
    Resolver resolver = new Resolver(snapshot, problems);
    Map<OptionKey, Effective> values = new LinkedHashMap<>();
    for (OptionSpec option : registry.options()) {
      resolver.resolve(option).ifPresent(value -> values.put(option.key(), value));
    }
    return values;
  }

  private Optional<Effective> resolve(OptionSpec option) {
    List<RawValue> texts = snapshot.valuesOf(option.key());
    if (texts.isEmpty()) {
      return withoutText(option);
    }
    return option.isMulti() ? repeated(option, texts) : single(option, texts.getLast());
  }

  private Optional<Effective> withoutText(OptionSpec option) {
    Origin origin = new Origin.Default();
    if (option.def().isPresent()) {
      String text = option.def().get();
      return Optional.of(new Effective(option, defaultValue(option, text), text, origin));
    }
    if (option.required()) {
      String hint = "set it in a file or with " + Flags.name(option.key(), "");
      problems.add(ConfigError.nowhere(option.key() + " is required but not set", hint));
      return Optional.empty();
    }
    return Optional.of(new Effective(option, option.absentValue(), OptionSpec.ABSENT_TEXT, origin));
  }

  private static Object defaultValue(OptionSpec option, String text) {
    try {
      return option.convertDefault(text);
    } catch (BadValue e) {
      throw new IllegalStateException("a default that was good at registration: " + option, e);
    }
  }

  private Optional<Effective> single(OptionSpec option, RawValue raw) {
    if (option.required() && option.isAbsent(raw.text())) {
      problems.add(ConfigError.at(raw.origin(), option.key() + " is required but empty"));
      return Optional.empty();
    }
    return converted(option, raw)
        .map(value -> new Effective(option, value, raw.text(), raw.origin()));
  }

  private Optional<Effective> repeated(OptionSpec option, List<RawValue> texts) {
    List<RawValue> ordered =
        Stream.concat(
                texts.stream().filter(raw -> !isFromFile(raw)),
                texts.stream().filter(Resolver::isFromFile))
            .toList();
    List<Object> items = new ArrayList<>();
    ordered.forEach(raw -> converted(option, raw).ifPresent(items::add));
    String text = ordered.stream().map(RawValue::text).collect(Collectors.joining(", "));
    return items.size() < texts.size()
        ? Optional.empty()
        : Optional.of(new Effective(option, List.copyOf(items), text, texts.getLast().origin()));
  }

  private static boolean isFromFile(RawValue raw) {
    return raw.origin() instanceof Origin.InFile;
  }

  private Optional<Object> converted(OptionSpec option, RawValue raw) {
    try {
      return Optional.of(option.convert(raw.text()));
    } catch (BadValue e) {
      String shown = option.secret() ? "the secret value" : Quoted.of(raw.text());
      problems.add(
          ConfigError.at(
              raw.origin(),
              option.key() + ": " + shown + " " + e.problem(),
              option.secret() ? "" : e.hint()));
      return Optional.empty();
    }
  }
}
