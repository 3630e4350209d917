package dev.perennial.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command line arguments that options have: `--name` in `[DEFAULT]`, `--group-name` elsewhere,
/// and for a boolean also `--noname` and `--group-noname`. Hyphen and underscore are the same sign.
/// Old names have arguments too, and some options a letter.
final class Flags {
  static final String CONFIG_FILE = "--config-file";
  static final String CONFIG_DIR = "--config-dir";
  static final String HELP = "--help";
  static final String VERSION = "--version";

  private static final List<String> BUILT_IN = List.of(CONFIG_FILE, CONFIG_DIR, HELP, VERSION);

  private final Map<String, Flag> byName = new LinkedHashMap<>();
  private final List<OptionSpec> positional = new ArrayList<>();

  /// What an argument sets, and the name that it was called by; a negated one sets its boolean to
  /// false.
  record Flag(OptionSpec option, OptionKey calledBy, boolean negated) {

    boolean isOldName() {
      return !calledBy.equals(option.key());
    }
  }

  /// @throws IllegalArgumentException if two options would have the same argument
  static Flags of(Registry registry) {
    Flags flags = new Flags();
    for (OptionSpec option : registry.options()) {
      if (option.commandLine().positional()) {
        flags.positional.add(option);
      } else {
        flags.add(option);
      }
    }
    for (OptionSpec option : registry.options()) {
      flags.addOldNames(option);
    }
    return flags;
  }

  private void add(OptionSpec option) {
    OptionKey key = option.key();
    add(name(key, ""), new Flag(option, key, false));
    if (option.isFlag()) {
      add(name(key, "no"), new Flag(option, key, true));
    }
    Optional<Character> letter = option.commandLine().letter();
    if (letter.isPresent()) {
      add("-" + letter.get(), new Flag(option, key, false));
    }
  }

  /// What an option is called today goes before what another one was called once.
  private void addOldNames(OptionSpec option) {
    for (OptionKey old : option.oldNames()) {
      byName.putIfAbsent(name(old, ""), new Flag(option, old, false));
      if (option.isFlag()) {
        byName.putIfAbsent(name(old, "no"), new Flag(option, old, true));
      }
    }
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
          "argument " + name + " would belong to " + rival + " and to " + flag.option().key());
    }
  }

  Optional<Flag> find(String name) {
    return Optional.ofNullable(byName.get(hyphens(name)));
  }

  /// The options that take arguments without a name, in the order in which they take them.
  List<OptionSpec> positional() {
    return positional;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(BUILT_IN);
    names.addAll(byName.keySet());
    return names;
  }

  static String hyphens(String name) {
    return name.replace('_', '-');
  }
}
