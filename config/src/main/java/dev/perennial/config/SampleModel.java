package dev.perennial.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a sample shows, in its order: `[DEFAULT]` first, then sections by name; in a section the
/// namespaces by name; in these the options as declared, advanced ones last.
record SampleModel(List<Section> sections) {

  /// A section of the file.
  ///
  /// @param title what lists of groups call it
  /// @param help what it is about; of several declarations the first that says something
  record Section(String name, String title, String help, List<Block> blocks) {

    List<OptionSpec> options() {
      return blocks.stream().flatMap(block -> block.options().stream()).toList();
    }
  }

  /// What one namespace has in a section.
  record Block(String namespace, List<OptionSpec> options) {}

  /// @param groups by namespace, sorted
  static SampleModel of(Map<String, List<GroupSpec>> groups) {
    Map<String, Section> sections =
        new TreeMap<>(
            Comparator.<String, Boolean>comparing(name -> !name.equals(Group.DEFAULT))
                .thenComparing(Comparator.naturalOrder()));
    sections.put(Group.DEFAULT, new Section(Group.DEFAULT, "", "", List.of()));
    groups.forEach((namespace, specs) -> {
      for (String section : specs.stream().map(GroupSpec::section).distinct().toList()) {
        List<GroupSpec> parts = specs.stream().filter(s -> s.section().equals(section)).toList();
        sections.merge(section, section(namespace, parts), SampleModel::joined);
      }
    });
    sections.values().removeIf(s -> s.blocks().isEmpty() && !s.name().equals(Group.DEFAULT));
    return new SampleModel(List.copyOf(sections.values()));
  }

  private static Section section(String namespace, List<GroupSpec> parts) {
    Map<OptionKey, OptionSpec> options = new LinkedHashMap<>();
    parts.forEach(part -> part.options().forEach(option -> options.put(option.key(), option)));
    List<OptionSpec> ordered = new ArrayList<>(options.values());
    ordered.sort(Comparator.comparing(OptionSpec::advanced));
    String help = parts.stream().map(GroupSpec::help).reduce("", SampleModel::firstOf);
    GroupSpec first = parts.getFirst();
    return new Section(
        first.section(),
        first.title(),
        help,
        ordered.isEmpty() ? List.of() : List.of(new Block(namespace, ordered)));
  }

  private static Section joined(Section one, Section other) {
    List<Block> blocks = new ArrayList<>(one.blocks());
    blocks.addAll(other.blocks());
    return new Section(
        one.name(), firstOf(one.title(), other.title()), firstOf(one.help(), other.help()), blocks);
  }

  private static String firstOf(String one, String other) {
    return one.isEmpty() ? other : one;
  }
}
