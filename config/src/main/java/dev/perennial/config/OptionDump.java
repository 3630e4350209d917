package dev.perennial.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The listing that `log_options` asks for: all options as they are, and where they came from.
record OptionDump(String program, List<String> arguments, BoundSnapshot bound) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("*".repeat(80));
    lines.add(
        "Configuration of %s, generation %s".formatted(program, bound.snapshot().generation()));
    lines.add("command line arguments: " + Quoted.onOneLine(String.join(" ", arguments)));
    lines.add("configuration files: " + String.join(", ", bound.snapshot().files()));
    lines.add("=".repeat(80));
    bound.values().values().stream()
        .sorted(Comparator.comparing(OptionDump::rank))
        .map(OptionDump::line)
        .forEach(lines::add);
    lines.add("*".repeat(80));
    return lines;
  }

  /// `[DEFAULT]` first, then by group and name.
  private static String rank(Effective value) {
    OptionKey key = value.option().key();
    return key.inDefault() ? "\0" + key.name() : key.section() + "\0" + key.name();
  }

  private static String line(Effective value) {
    OptionKey key = value.option().key();
    String name = key.inDefault() ? key.name() : key.section() + "." + key.name();
    return "%-30s = %s  (%s)".formatted(name, Quoted.onOneLine(value.shown()), value.origin());
  }
}
