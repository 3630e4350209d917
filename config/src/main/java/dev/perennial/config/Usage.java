package dev.perennial.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The text of `--help`.
final class Usage {
  private final StringBuilder text = new StringBuilder();

  private Usage() {}

  static String text(String program, Registry registry) {
    Usage usage = new Usage();
    usage.text.append("Usage: ").append(program).append(" [OPTION]...");
    usage.text.append(positions(registry)).append("\n\n");
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
    text.append("\n[").append(section).append(']').append(help(section, registry)).append('\n');
    options.forEach(option -> entry(synopsis(option), description(option)));
  }

  private static String help(String section, Registry registry) {
    return registry.groups().stream()
        .filter(group -> group.section().equals(section) && !group.help().isEmpty())
        .map(group -> " " + group.help())
        .distinct()
        .collect(Collectors.joining());
  }

  /// The arguments without a name, as the first line of the help shows them.
  private static String positions(Registry registry) {
    StringBuilder line = new StringBuilder();
    for (OptionSpec option : Flags.of(registry).positional()) {
      String word = option.required() ? option.placeholder() : "[" + option.placeholder() + "]";
      line.append(' ').append(word).append(option.isMulti() ? "..." : "");
    }
    return line.toString();
  }

  private static String synopsis(OptionSpec option) {
    if (option.commandLine().positional()) {
      return option.placeholder();
    }
    String name = Flags.name(option.key(), "");
    String both = option.isFlag() ? name + ", " + Flags.name(option.key(), "no") : name;
    Optional<Character> letter = option.commandLine().letter();
    String all = letter.isPresent() ? both + ", -" + letter.get() : both;
    return option.isFlag() ? all : all + " " + option.placeholder();
  }

  private static String description(OptionSpec option) {
    List<String> notes = new ArrayList<>();
    if (!option.commandLine().metavar().isEmpty() && !option.rules().choices().isEmpty()) {
      notes.add("one of " + option.rules().shownChoices());
    }
    if (option.def().isPresent()) {
      notes.add("default " + option.shown(option.def().get()));
    }
    if (option.required()) {
      notes.add("required");
    }
    if (option.isMulti()) {
      notes.add("repeatable");
    }
    if (option.removal().isPresent()) {
      notes.add("will be removed");
    }
    String inBrackets = notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
    return (option.help() + inBrackets).strip();
  }

  private void entry(String synopsis, String description) {
    text.append("  ").append(synopsis).append("\n      ");
    text.append(Quoted.onOneLine(description)).append('\n');
  }
}
