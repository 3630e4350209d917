package dev.perennial.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The groups a program has registered, and their options merged. Immutable; [#with] makes a new
/// one.
final class Registry {
  static final Registry EMPTY = new Registry(List.of(), Map.of());

  private final List<GroupSpec> groups;
  private final Map<OptionKey, Declared> options;

  private Registry(List<GroupSpec> groups, Map<OptionKey, Declared> options) {
    this.groups = groups;
    this.options = options;
  }

  private record Declared(OptionSpec option, Class<?> by) {}

  /// Adds a group; adding it again changes nothing.
  ///
  /// @throws IllegalArgumentException if an option is already declared differently
  Registry with(GroupSpec group) {
    if (find(group.type()).isPresent()) {
      return this;
    }
    Map<OptionKey, Declared> merged = new LinkedHashMap<>(options);
    for (OptionSpec option : group.options()) {
      Declared declared = new Declared(option, group.type());
      requireEqual(merged.getOrDefault(option.key(), declared), declared);
      merged.putIfAbsent(option.key(), declared);
    }
    List<GroupSpec> all = new ArrayList<>(groups);
    all.add(group);
    return new Registry(List.copyOf(all), merged);
  }

  private static void requireEqual(Declared first, Declared second) {
    if (!first.option().equals(second.option())) {
      throw new IllegalArgumentException(
          "%s is declared differently by %s and %s"
              .formatted(first.option().key(), first.by().getName(), second.by().getName()));
    }
  }

  List<GroupSpec> groups() {
    return groups;
  }

  Optional<GroupSpec> find(Class<?> type) {
    return groups.stream().filter(group -> group.type() == type).findFirst();
  }

  Collection<OptionSpec> options() {
    return options.values().stream().map(Declared::option).toList();
  }

  Optional<OptionSpec> option(OptionKey key) {
    return Optional.ofNullable(options.get(key)).map(Declared::option);
  }

  /// The option with this key, which the caller claims to exist.
  ///
  /// @throws IllegalArgumentException with a suggestion if it does not
  OptionSpec require(OptionKey key) {
    return option(key)
        .orElseThrow(() -> {
          List<String> keys = options.keySet().stream().map(OptionKey::toString).toList();
          String hint = Suggestion.hint(key.toString(), keys);
          return new IllegalArgumentException(
              "no option " + key + (hint.isEmpty() ? "" : ", " + hint));
        });
  }
}
