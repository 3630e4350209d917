package dev.perennial.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rewrites one file so that every option has its present name, and means what it meant.
///
/// Within a section only the name is exchanged. An assignment that belongs into another section
/// goes below that section's header, together with the comment right above it. Where a file sets a
/// single value under several names, those that do not count become comments. Whatever could change
/// the meaning is left to a person.
final class Migrator {
  private final Registry registry;
  private final IniFile file;
  private final FileLines lines;
  private final List<String> steps = new ArrayList<>();
  private final List<String> byHand = new ArrayList<>();

  private Migrator(Registry registry, IniFile file, FileLines lines) {
    this.registry = registry;
    this.file = file;
    this.lines = lines;
  }

  /// @throws ConfigException if the file cannot be understood
  static Migration migrate(Registry registry, String name, String text) {
    Problems problems = new Problems();
    IniFile file = IniReader.read(name, text, Interest.IN_EVERYTHING, problems);
    problems.throwIfAny();
    Migrator migrator = new Migrator(registry, file, new FileLines(text, file.headers()));
    migrator.uses().values().forEach(migrator::option);
    return new Migration(migrator.lines.text(), migrator.steps, migrator.byHand);
  }

  /// The values under old names, by the option that takes them.
  private Map<OptionKey, List<OldUse>> uses() {
    Map<OptionKey, List<OldUse>> uses = new LinkedHashMap<>();
    for (RawValue value : file.values()) {
      List<Registry.Heir> heirs = registry.heirsOf(value.key());
      if (heirs.size() > 1 || (!heirs.isEmpty() && registry.has(value.key()))) {
        byHand.add(value.origin() + ": " + value.key() + " has become several options");
      } else if (!heirs.isEmpty()) {
        OldUse use = new OldUse(value, heirs.getFirst());
        uses.computeIfAbsent(use.present(), _ -> new ArrayList<>()).add(use);
      }
    }
    return uses;
  }

  private void option(List<OldUse> uses) {
    OptionSpec option = uses.getFirst().heir().option();
    Set<OptionKey> names = new LinkedHashSet<>();
    uses.forEach(use -> names.add(use.old()));
    boolean presentToo = file.values().stream().anyMatch(v -> v.key().equals(option.key()));
    if (option.isMulti() && (presentToo || names.size() > 1)) {
      byHand.add(uses.getFirst().where() + option.key() + " has values under several names");
      return;
    }
    int best = uses.stream().mapToInt(use -> use.heir().rank()).min().orElseThrow();
    for (OldUse use : uses) {
      boolean counts = !presentToo && use.heir().rank() == best;
      rewrite(use, counts);
    }
  }

  private void rewrite(OldUse use, boolean counts) {
    if (!counts) {
      lines.comment(use.line());
      steps.add(use.where() + use.old() + " does not count beside " + use.present());
    } else if (use.old().section().equals(use.present().section())) {
      lines.rename(use.line(), use.old().name(), use.present().name());
      steps.add(use.where() + use.old() + " is " + use.present().name() + " now");
    } else {
      lines.rename(use.line(), use.old().name(), use.present().name());
      lines.move(use.line(), use.present().section());
      steps.add(use.where() + use.old() + " is " + use.present() + " now");
    }
  }
}
