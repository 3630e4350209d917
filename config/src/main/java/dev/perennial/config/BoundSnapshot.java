package dev.perennial.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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

  /// The record of a registered group.
  <R extends Record> R record(Class<R> group) {
    Record bound = records.get(group);
    if (bound == null) {
      throw new IllegalArgumentException(
          group.getName() + " is not registered: pass it to groups(...) before loading");
    }
    return group.cast(bound);
  }

  ConfigChange changeTo(BoundSnapshot next, Map<OptionKey, Effective> ignored) {
    return new ConfigChange(
        snapshot.generation(),
        next.snapshot.generation(),
        changes(differing(next.values).values().stream()),
        changes(ignored.values().stream()));
  }

  /// Those of other values that are not what this snapshot has for the same options.
  Map<OptionKey, Effective> differing(Map<OptionKey, Effective> others) {
    Map<OptionKey, Effective> differing = new LinkedHashMap<>();
    for (Effective before : values.values()) {
      OptionKey key = before.option().key();
      Optional.ofNullable(others.get(key))
          .filter(after -> differs(before, after))
          .ifPresent(after -> differing.put(key, after));
    }
    return differing;
  }

  /// What it would mean to have these values instead.
  List<ConfigChange.Change> changes(Stream<Effective> others) {
    return others
        .flatMap(after ->
            Optional.ofNullable(values.get(after.option().key()))
                .map(before -> change(before, after))
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
