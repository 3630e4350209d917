package dev.perennial.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A snapshot with everything made from it. Complete and without error, or it does not exist.
record BoundSnapshot(
    ConfigSnapshot snapshot, Map<OptionKey, Effective> values, Map<GroupKey<?>, Record> records) {

  /// @throws ConfigException with these errors and those already found
  static BoundSnapshot of(Registry registry, ConfigSnapshot snapshot, Problems problems) {
    return bound(registry, snapshot, resolved(registry, snapshot, problems), problems);
  }

  private static Map<OptionKey, Effective> resolved(
      Registry registry, ConfigSnapshot snapshot, Problems problems) {
    Map<OptionKey, Effective> values = Resolver.resolve(registry, snapshot, problems);
    Optional<ConfigSnapshot> former = snapshot.former();
    if (former.isPresent()) {
      Map<OptionKey, Effective> before = Resolver.resolve(registry, former.get(), problems);
      keepImmutable(former.get(), before, snapshot, values);
    }
    return values;
  }

  /// The next snapshot of a program that goes on running: an immutable option that nobody has set
  /// otherwise keeps its value, even if it refers to an option that has another one now.
  ///
  /// @throws ConfigException with these errors and those already found
  BoundSnapshot mutatedTo(Registry registry, ConfigSnapshot next, Problems problems) {
    Map<OptionKey, Effective> after = resolved(registry, next, problems);
    keepImmutable(snapshot, values, next, after);
    return bound(registry, next, after, problems);
  }

  private static void keepImmutable(
      ConfigSnapshot former,
      Map<OptionKey, Effective> before,
      ConfigSnapshot next,
      Map<OptionKey, Effective> after) {
    for (Effective value : before.values()) {
      OptionKey key = value.option().key();
      if (!value.option().mutable() && next.valuesOf(key).equals(former.valuesOf(key))) {
        after.replace(key, value);
      }
    }
  }

  private static BoundSnapshot bound(
      Registry registry,
      ConfigSnapshot snapshot,
      Map<OptionKey, Effective> values,
      Problems problems) {
    Map<GroupKey<?>, Record> records = Binder.bind(registry, values, problems);
    problems.throwIfAny();
    return new BoundSnapshot(snapshot, values, records);
  }

  /// The record of a registered group.
  <R extends Record> R record(GroupKey<R> group) {
    Record bound = records.get(group);
    if (bound == null) {
      throw new IllegalArgumentException(
          group + " is not registered: pass it to groups(...) before loading");
    }
    return group.type().cast(bound);
  }

  /// The values that a running program does not change.
  Map<OptionKey, Effective> immutable() {
    Map<OptionKey, Effective> immutable = new LinkedHashMap<>(values);
    immutable.values().removeIf(value -> value.option().mutable());
    return immutable;
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
