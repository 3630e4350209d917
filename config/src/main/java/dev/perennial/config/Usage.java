package dev.perennial.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The text of `--help`.
final class Usage {
  private final StringBuilder text = new StringBuilder();

  private Usage() {}

  static String text(String program, Registry registry) {
    Usage usage = new Usage();
    usage.text.append("Usage: %s [OPTION]...%n%n".formatted(program));
    usage.entry("--config-file FILE", "Read this file instead of the default ones. Repeatable.");
    usage.entry("--config-dir DIR", "Read the *.conf files of this directory, sorted. Repeatable.");
    usage.entry("--help, -h", "Print this text.");
    usage.entry("--version", "Print the version.");
    sections(registry).forEach((section, options) -> usage.section(section, registry, options));
    return usage.text.toString();
  }

  /// `DEFAULT` first, because capitals sort first, then the others by name.
  private static Map<String, List<OptionSpec>> sections(Registry registry) {
    return registry.options().stream()
        .sorted(Comparator.comparing(option -> option.key().name()))
        .collect(
            Collectors.groupingBy(
                option -> option.key().section(), TreeMap::new, Collectors.toList()));
  }

  private void section(String section, Registry registry, List<OptionSpec> options) {
    text.append("%n[%s]%s%n".formatted(section, help(section, registry)));
    options.forEach(option -> entry(synopsis(option), description(option)));
  }

  private static String help(String section, Registry registry) {
    return registry.groups().stream()
        .filter(group -> group.section().equals(section) && !group.help().isEmpty())
        .map(group -> " " + group.help())
        .distinct()
        .collect(Collectors.joining());
  }

  private static String synopsis(OptionSpec option) {
    String name = Flags.name(option.key(), "");
    return option.isFlag()
        ? name + ", " + Flags.name(option.key(), "no")
        : name + " " + option.placeholder();
  }

  private static String description(OptionSpec option) {
    Map<String, String> notes = new LinkedHashMap<>();
    option.def().ifPresent(def -> notes.put("default", option.shown(def)));
    if (option.required()) {
      notes.put("required", "");
    }
    if (option.isMulti()) {
      notes.put("repeatable", "");
    }
    String inBrackets =
        notes.entrySet().stream()
            .map(note -> (note.getKey() + " " + note.getValue()).strip())
            .collect(Collectors.joining(", ", " (", ")"));
    return notes.isEmpty() ? option.help() : (option.help() + inBrackets).strip();
  }

  private void entry(String synopsis, String description) {
    text.append("  %s%n      %s%n".formatted(synopsis, Quoted.onOneLine(description)));
  }
}
