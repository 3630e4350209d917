package dev.perennial.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Finds what nobody declares: almost always a mistyped name, whose value would be ignored in
/// silence.
final class UnknownKeyCheck {
  private final UnknownKeys mode;
  private final Set<OptionKey> known;
  private final Set<String> sections;
  private final Consumer<String> warnings;

  /// @param known the options of this program and of those it shares its files with
  UnknownKeyCheck(UnknownKeys mode, List<GroupSpec> known, Consumer<String> warnings) {
    this.mode = mode;
    this.known =
        known.stream()
            .flatMap(group -> group.options().stream())
            .map(OptionSpec::key)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    this.sections =
        known.stream().map(GroupSpec::section).collect(Collectors.toCollection(LinkedHashSet::new));
    this.warnings = warnings;
  }

  void report(IniFile contents, Problems problems) {
    if (mode == UnknownKeys.IGNORE) {
      return;
    }
    Consumer<ConfigError> sink =
        mode == UnknownKeys.ERROR ? problems::add : error -> warnings.accept(error.toString());
    Set<String> seen = new HashSet<>();
    contents.headers().stream()
        .filter(header -> !sections.contains(OptionKey.normalSection(header.section())))
        .filter(header -> seen.add(header.section()))
        .forEach(header -> sink.accept(unknownSection(header)));
    contents.values().stream()
        .filter(value -> sections.contains(value.key().section()))
        .filter(value -> !known.contains(value.key()))
        .forEach(value -> sink.accept(unknownKey(value)));
  }

  private ConfigError unknownSection(IniFile.Header header) {
    boolean isDefault = header.section().strip().equalsIgnoreCase(Group.DEFAULT);
    String hint =
        isDefault ? "write [DEFAULT]" : Suggestion.hint(header.section().strip(), sections);
    return warning(header.origin(), "unknown section [" + header.section() + "]", hint);
  }

  private ConfigError unknownKey(RawValue value) {
    String text = "unknown option " + Quoted.of(value.name()) + " in [" + value.section() + "]";
    return warning(startOfLine(value.origin()), text, hint(value.key()));
  }

  private String hint(OptionKey key) {
    String underscores = key.name().replace('-', '_');
    if (known.contains(new OptionKey(key.section(), underscores))) {
      return "write " + underscores;
    }
    List<String> names =
        known.stream()
            .filter(other -> other.section().equals(key.section()))
            .map(OptionKey::name)
            .toList();
    String near = Suggestion.hint(key.name(), names);
    return near.isEmpty()
        ? elsewhere(key).map(s -> "it belongs into [" + s + "]").orElse("")
        : near;
  }

  private Optional<String> elsewhere(OptionKey key) {
    return known.stream()
        .filter(other -> other.name().equals(key.name()))
        .map(OptionKey::section)
        .findFirst();
  }

  /// The mistake is the key, and a key always begins its line.
  private static Origin startOfLine(Origin origin) {
    return origin instanceof Origin.InFile(String file, int line, _)
        ? new Origin.InFile(file, line, 1)
        : origin;
  }

  private static ConfigError warning(Origin origin, String text, String hint) {
    return ConfigError.at(origin, text, hint);
  }
}
