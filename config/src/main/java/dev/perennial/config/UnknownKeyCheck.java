package dev.perennial.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds what nobody declares: almost always a mistyped name, whose value would be ignored in
/// silence.
final class UnknownKeyCheck {
  private final UnknownKeys mode;
  private final Set<OptionKey> known = new LinkedHashSet<>();
  private final Set<String> sections = new LinkedHashSet<>(List.of(Group.DEFAULT));
  private final Set<String> leftAlone;
  private final Environment environment;
  private final Notices notices;

  /// @param groups the groups of this program and of those it shares its files with
  /// @param leftAlone sections that belong to somebody else
  UnknownKeyCheck(
      UnknownKeys mode,
      List<GroupSpec> groups,
      Set<String> leftAlone,
      Environment environment,
      Notices notices) {
    this.mode = mode;
    this.leftAlone = leftAlone;
    this.environment = environment;
    this.notices = notices;
    add(groups);
  }

  private void add(List<GroupSpec> groups) {
    for (GroupSpec group : groups) {
      add(group);
    }
  }

  private void add(GroupSpec group) {
    sections.add(group.section());
    for (OptionSpec option : group.options()) {
      known.add(option.key());
      for (OptionKey old : option.oldNames()) {
        known.add(old);
        sections.add(old.section());
      }
    }
  }

  /// What has to be read for this check.
  Interest interest(Registry registry) {
    Set<String> checked = new HashSet<>();
    if (mode != UnknownKeys.IGNORE) {
      checked.addAll(sections);
      checked.removeAll(leftAlone);
    }
    return Interest.of(registry, checked);
  }

  /// @param found groups that are known only since the files were read
  void report(IniFile contents, List<GroupSpec> found, Problems problems) {
    if (mode == UnknownKeys.IGNORE) {
      return;
    }
    add(found);
    for (IniFile.Remark remark : contents.remarks()) {
      notices.once("remark " + remark.subject(), remark.text());
    }
    Set<String> seen = new HashSet<>();
    for (IniFile.Header header : contents.headers()) {
      String section = OptionKey.normalSection(header.section());
      if (!sections.contains(section) && !leftAlone.contains(section) && seen.add(section)) {
        say("section " + header.section(), unknownSection(header), problems);
      }
    }
    for (IniFile.Name name : unknownNames(contents)) {
      say("option " + name.key(), unknownKey(name), problems);
    }
    for (String variable : environment.unknown()) {
      say("variable " + variable, unknownVariable(variable), problems);
    }
  }

  /// Names of options of other sections come first.
  private List<IniFile.Name> unknownNames(IniFile contents) {
    List<IniFile.Name> unknown = new ArrayList<>();
    for (RawValue value : contents.values()) {
      if (isUnknown(value.key())) {
        unknown.add(new IniFile.Name(value.key(), startOfLine(value.origin())));
      }
    }
    for (IniFile.Name name : contents.otherNames()) {
      if (isUnknown(name.key())) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  private boolean isUnknown(OptionKey key) {
    return sections.contains(key.section())
        && !leftAlone.contains(key.section())
        && !known.contains(key);
  }

  private void say(String subject, ConfigError text, Problems problems) {
    if (mode == UnknownKeys.ERROR) {
      problems.add(text);
    } else {
      notices.once("unknown " + subject, text);
    }
  }

  private ConfigError unknownSection(IniFile.Header header) {
    boolean isDefault = header.section().strip().equalsIgnoreCase(Group.DEFAULT);
    String hint =
        isDefault ? "write [DEFAULT]" : Suggestion.hint(header.section().strip(), sections);
    return ConfigError.at(header.origin(), "unknown section [" + header.section() + "]", hint);
  }

  private ConfigError unknownKey(IniFile.Name name) {
    OptionKey key = name.key();
    String text = "unknown option " + Quoted.of(key.name()) + " in [" + key.section() + "]";
    return ConfigError.at(name.origin(), text, hint(key));
  }

  private ConfigError unknownVariable(String variable) {
    return ConfigError.at(
        new Origin.Variable(variable), "sets no option", environment.suggestion(variable));
  }

  private String hint(OptionKey key) {
    String underscores = key.name().replace('-', '_');
    if (known.contains(new OptionKey(key.section(), underscores))) {
      return "write " + underscores;
    }
    String small = key.name().toLowerCase(Locale.ROOT);
    if (known.contains(new OptionKey(key.section(), small))) {
      return "write " + small;
    }
    String near = Suggestion.hint(key.name(), names(key.section()));
    return near.isEmpty()
        ? elsewhere(key).map(s -> "it belongs into [" + s + "]").orElse("")
        : near;
  }

  private List<String> names(String section) {
    List<String> names = new ArrayList<>();
    for (OptionKey key : known) {
      if (key.section().equals(section)) {
        names.add(key.name());
      }
    }
    return names;
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
}
