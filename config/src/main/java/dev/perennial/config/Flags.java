package dev.perennial.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The command line arguments that options have: `--name` in `[DEFAULT]`, `--group-name` elsewhere,
/// and for a boolean also `--noname` and `--group-noname`. Hyphen and underscore are the same sign.
final class Flags {
  static final String CONFIG_FILE = "--config-file";
  static final String CONFIG_DIR = "--config-dir";
  static final String HELP = "--help";
  static final String VERSION = "--version";

  private static final List<String> BUILT_IN = List.of(CONFIG_FILE, CONFIG_DIR, HELP, VERSION);

  private final Map<String, Flag> byName = new LinkedHashMap<>();

  /// What an argument sets; a negated one sets its boolean to false.
  record Flag(OptionSpec option, boolean negated) {}

  /// @throws IllegalArgumentException if two options would have the same argument
  static Flags of(Registry registry) {
    Flags flags = new Flags();
    for (OptionSpec option : registry.options()) {
      flags.add(name(option.key(), ""), new Flag(option, false));
      if (option.isFlag()) {
        flags.add(name(option.key(), "no"), new Flag(option, true));
      }
    }
    return flags;
  }

  static String name(OptionKey key, String prefix) {
    String group = key.inDefault() ? "" : key.section() + "-";
    return hyphens("--" + group + prefix + key.name());
  }

  private void add(String name, Flag flag) {
    Flag other = byName.putIfAbsent(name, flag);
    if (other != null || BUILT_IN.contains(name)) {
      String rival = other == null ? "the loader" : other.option().key().toString();
      throw new IllegalArgumentException(
          "argument %s would belong to %s and to %s".formatted(name, rival, flag.option().key()));
    }
  }

  Optional<Flag> find(String name) {
    return Optional.ofNullable(byName.get(hyphens(name)));
  }

  List<String> names() {
    return Stream.concat(BUILT_IN.stream(), byName.keySet().stream()).toList();
  }

  static String hyphens(String name) {
    return name.replace('_', '-');
  }
}
