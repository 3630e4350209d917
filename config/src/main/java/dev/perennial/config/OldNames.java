package dev.perennial.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gives values that stand under an old name to the options that have this name today, and says so.
///
/// Within one file the present name counts before the old ones, and an old name that is listed
/// earlier before one listed later; a later file counts before an earlier one, whatever names they
/// use. So the values of each file are put into that order, from weak to strong, and further on
/// nobody knows of old names.
final class OldNames {
  private final Registry registry;
  private final Notices notices;

  OldNames(Registry registry, Notices notices) {
    this.registry = registry;
    this.notices = notices;
  }

  private record Ranked(int rank, RawValue value) {}

  /// {@return the values under present names}
  List<RawValue> renewed(List<RawValue> values) {
    if (!registry.hasOldNames()) {
      return values;
    }
    List<RawValue> renewed = new ArrayList<>(values.size());
    int from = 0;
    while (from < values.size()) {
      int to = from + 1;
      while (to < values.size() && values.get(to).isBeside(values.get(from))) {
        to++;
      }
      addFile(values.subList(from, to), renewed);
      from = to;
    }
    return renewed;
  }

  private void addFile(List<RawValue> file, List<RawValue> renewed) {
    List<Ranked> ranked = new ArrayList<>(file.size());
    for (RawValue value : file) {
      addRanked(value, ranked);
    }
    ranked.sort(Comparator.comparingInt(Ranked::rank).reversed());
    for (Ranked each : ranked) {
      renewed.add(each.value());
    }
  }

  private void addRanked(RawValue value, List<Ranked> ranked) {
    OptionKey key = value.key();
    List<Registry.Heir> heirs = registry.heirsOf(key);
    if (heirs.isEmpty() || registry.option(key).isPresent()) {
      ranked.add(new Ranked(0, value));
    }
    for (Registry.Heir heir : heirs) {
      OptionKey present = heir.option().key();
      ranked.add(new Ranked(heir.rank(), value.named(present)));
      warn(key, present, value.origin());
    }
  }

  /// Warns that an old name was used.
  void warn(OptionKey old, OptionKey present, Origin origin) {
    notices.once(
        "old " + old + " " + present,
        ConfigError.at(origin, old + " is an old name of " + present, "write " + inFile(present)));
  }

  private static String inFile(OptionKey key) {
    return key.name() + " in [" + key.section() + "]";
  }

  /// Warns of options that are set and will go away.
  void warnOfRemovals(List<RawValue> values) {
    for (RawValue value : values) {
      OptionKey key = value.key();
      OptionSpec option = registry.option(key).orElse(null);
      if (option != null && option.removal().isPresent()) {
        Removal removal = option.removal().get();
        String since = removal.since().isEmpty() ? "" : ", deprecated since " + removal.since();
        notices.once(
            "removal " + key,
            ConfigError.at(value.origin(), key + " will be removed" + since, removal.reason()));
      }
    }
  }
}
