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
  private final Map<OptionKey, List<Heir>> heirs;

  private Registry(List<GroupSpec> groups, Map<OptionKey, Declared> options) {
    this.groups = groups;
    this.options = options;
    this.heirs = heirs(options.values());
  }

  private record Declared(OptionSpec option, Class<?> by) {}

  /// An option that takes what is set under one of its old names.
  ///
  /// @param rank the place of the name among the old names of the option, from 1
  record Heir(OptionSpec option, int rank) {}

  private static Map<OptionKey, List<Heir>> heirs(Collection<Declared> options) {
    Map<OptionKey, List<Heir>> heirs = new LinkedHashMap<>();
    for (Declared declared : options) {
      int rank = 0;
      for (OptionKey old : declared.option().oldNames()) {
        rank++;
        heirs.putIfAbsent(old, new ArrayList<>());
        heirs.getOrDefault(old, List.of()).add(new Heir(declared.option(), rank));
      }
    }
    return heirs;
  }

  static Registry of(List<GroupSpec> groups) {
    return EMPTY.with(groups);
  }

  Registry with(GroupSpec group) {
    return with(List.of(group));
  }

  /// Adds groups; adding one again changes nothing.
  ///
  /// @throws IllegalArgumentException if an option is already declared differently
  Registry with(List<GroupSpec> added) {
    List<GroupSpec> all = new ArrayList<>(groups);
    Map<OptionKey, Declared> merged = new LinkedHashMap<>(options);
    for (GroupSpec group : added) {
      if (!has(all, group)) {
        all.add(group);
        merge(merged, group);
      }
    }
    return new Registry(List.copyOf(all), merged);
  }

  private static void merge(Map<OptionKey, Declared> merged, GroupSpec group) {
    for (OptionSpec option : group.options()) {
      Declared declared = new Declared(option, group.type());
      Declared other = merged.putIfAbsent(option.key(), declared);
      if (other != null) {
        requireEqual(other, declared);
      }
    }
  }

  private static boolean has(List<GroupSpec> groups, GroupSpec group) {
    for (GroupSpec other : groups) {
      if (other.key().equals(group.key())) {
        return true;
      }
    }
    return false;
  }

  boolean has(Class<? extends Record> type) {
    for (GroupSpec group : groups) {
      if (group.type() == type) {
        return true;
      }
    }
    return false;
  }

  Optional<GroupSpec> find(GroupKey<?> key) {
    for (GroupSpec group : groups) {
      if (group.key().equals(key)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  private static void requireEqual(Declared first, Declared second) {
    if (first != second && !first.option().equals(second.option())) {
      throw new IllegalArgumentException(
          first.option().key()
              + " is declared differently by "
              + first.by().getName()
              + " and "
              + second.by().getName());
    }
  }

  /// The same options, one of them with another default.
  ///
  /// @throws IllegalArgumentException if there is no such option or it does not accept the text
  Registry withDefault(OptionKey key, String text) {
    OptionSpec changed = require(key).withDefault(text);
    Map<OptionKey, Declared> merged = new LinkedHashMap<>(options);
    merged.computeIfPresent(key, (_, declared) -> new Declared(changed, declared.by()));
    return new Registry(groups, merged);
  }

  List<GroupSpec> groups() {
    return groups;
  }

  Collection<OptionSpec> options() {
    List<OptionSpec> all = new ArrayList<>(options.size());
    for (Declared declared : options.values()) {
      all.add(declared.option());
    }
    return all;
  }

  Optional<OptionSpec> option(OptionKey key) {
    Declared declared = options.get(key);
    return declared == null ? Optional.empty() : Optional.of(declared.option());
  }

  boolean has(OptionKey key) {
    return options.containsKey(key);
  }

  boolean hasOldNames() {
    return !heirs.isEmpty();
  }

  /// The options that had this name once.
  List<Heir> heirsOf(OptionKey old) {
    return heirs.getOrDefault(old, List.of());
  }

  /// The option with this key, which the caller claims to exist.
  ///
  /// @throws IllegalArgumentException with a suggestion if it does not
  OptionSpec require(OptionKey key) {
    Optional<OptionSpec> option = option(key);
    if (option.isPresent()) {
      return option.get();
    }
    List<String> keys = options.keySet().stream().map(OptionKey::toString).toList();
    String hint = Suggestion.hint(key.toString(), keys);
    throw new IllegalArgumentException("no option " + key + (hint.isEmpty() ? "" : ", " + hint));
  }
}
