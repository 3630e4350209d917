package dev.perennial.config;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a program wants of a file. Files are shared by many programs and hold much that concerns
/// only others: that is checked for its grammar, and otherwise passed over without making an object
/// of it.
final class Interest {
  static final Interest IN_EVERYTHING = new Interest(Set.of(), Set.of(), true);

  private final boolean everything;
  private final Set<String> checked;

  /// The names by their hash code, and behind a name those that came to the same place. At least
  /// half of the places are empty, which ends every search.
  private final @Nullable String[] names;

  private Interest(Set<String> names, Set<String> checked, boolean everything) {
    this.everything = everything;
    this.checked = checked;
    this.names = new String[Integer.highestOneBit(Math.max(1, names.size())) * 4];
    for (String name : names) {
      this.names[placeOf(name, 0, name.length(), name.hashCode())] = name;
    }
  }

  /// @param registry whose values are wanted, also under old names and in sections not known yet
  /// @param checked the sections in which names that nobody declares are wanted too
  static Interest of(Registry registry, Set<String> checked) {
    Set<String> names = new HashSet<>();
    names.add(ExternalSources.CONFIG_SOURCE.name());
    for (OptionSpec option : registry.options()) {
      names.add(option.key().name());
      for (OptionKey old : option.oldNames()) {
        names.add(old.name());
      }
    }
    return new Interest(names, checked, false);
  }

  boolean inEverything() {
    return everything;
  }

  /// Whether a value is wanted, whose name stands in a text.
  boolean inValueOf(String text, int from, int to) {
    if (everything) {
      return true;
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return names[placeOf(text, from, to, hash)] != null;
  }

  /// Whether the names of a section are wanted, even if their values are not.
  boolean inNamesOf(String section) {
    return checked.contains(section);
  }

  /// Where a name stands, or else could stand.
  private int placeOf(String text, int from, int to, int hash) {
    int place = hash & (names.length - 1);
    while (true) {
      String name = names[place];
      if (name == null || (name.length() == to - from && text.startsWith(name, from))) {
        return place;
      }
      place = (place + 1) & (names.length - 1);
    }
  }
}
