package dev.perennial.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A snapshot with everything made from it. Complete and without error, or it does not exist.
record BoundSnapshot(
    ConfigSnapshot snapshot, Map<OptionKey, Effective> values, Map<Class<?>, Record> records) {

  /// @throws ConfigException with these errors and those already found
  static BoundSnapshot of(Registry registry, ConfigSnapshot snapshot, Problems problems) {
    Map<OptionKey, Effective> values = Resolver.resolve(registry, snapshot, problems);
    Map<Class<?>, Record> records = Binder.bind(registry, values, problems);
    problems.throwIfAny();
    return new BoundSnapshot(snapshot, values, records);
  }

  ConfigChange changeTo(BoundSnapshot next, List<ConfigChange.Change> ignored) {
    return new ConfigChange(
        snapshot.generation(),
        next.snapshot.generation(),
        differences(next.values, _ -> true),
        ignored);
  }

  /// The options that have other values in another set, among those that are asked for.
  List<ConfigChange.Change> differences(
      Map<OptionKey, Effective> others, Predicate<OptionSpec> asked) {
    return values.values().stream()
        .filter(before -> asked.test(before.option()))
        .flatMap(before ->
            Optional.ofNullable(others.get(before.option().key()))
                .filter(after -> differs(before, after))
                .map(after -> change(before, after))
                .stream())
        .toList();
  }

  /// Compares values, not texts: `true` and `1` are no difference.
  private static boolean differs(Effective before, Effective after) {
    return !before.value().equals(after.value());
  }

  private static ConfigChange.Change change(Effective before, Effective after) {
    OptionKey key = before.option().key();
    return new ConfigChange.Change(
        key.section(), key.name(), before.shown(), after.shown(), after.origin());
  }

  /// Without the values: they may be secret.
  @Override
  public String toString() {
    return snapshot.toString();
  }
}
