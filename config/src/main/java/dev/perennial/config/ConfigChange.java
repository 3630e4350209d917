package dev.perennial.config;

import java.util.List;

/// The difference between two generations of a configuration.
///
/// @param oldGeneration the generation before
/// @param newGeneration the generation after
/// @param changes options whose value is really another one; `true` to `1` is no change
/// @param ignored options whose value differs in the files, but which cannot change in a running
///   program: only a mutate has any, and the old values stay
public record ConfigChange(
    int oldGeneration, int newGeneration, List<Change> changes, List<Change> ignored) {

  /// Copies the lists.
  public ConfigChange {
    changes = List.copyOf(changes);
    ignored = List.copyOf(ignored);
  }

  /// One option before and after, as text. Secrets are four stars on both sides; an option without
  /// a value is `<None>`.
  ///
  /// @param section the section in its normal letter case
  /// @param option the name of the option
  /// @param oldText the text before
  /// @param newText the text after
  /// @param origin where the new value came from
  public record Change(
      String section, String option, String oldText, String newText, Origin origin) {
    @Override
    public String toString() {
      return Quoted.onOneLine(
          "[%s] %s: %s -> %s (%s)".formatted(section, option, oldText, newText, origin));
    }
  }

  /// {@return whether no value changed} Ignored differences do not count.
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /// {@return whether any option of a record changed}
  ///
  /// @param group a record with [Group]; it need not be registered
  public boolean touches(Class<? extends Record> group) {
    List<OptionKey> keys = GroupSpec.of(group).options().stream().map(OptionSpec::key).toList();
    return changes.stream()
        .anyMatch(change -> keys.contains(OptionKey.of(change.section(), change.option())));
  }
}
