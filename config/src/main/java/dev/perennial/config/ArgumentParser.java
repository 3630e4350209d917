package dev.perennial.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a command line from left to right. Names must be complete: an abbreviation that works
/// today would mean something else after the next option is added.
final class ArgumentParser {
  private final String[] args;
  private final Flags flags;
  private final Problems problems;
  private final List<Arguments.FileArgument> files = new ArrayList<>();
  private final List<RawValue> values = new ArrayList<>();
  private final List<Arguments.OldName> oldNames = new ArrayList<>();
  private final List<String> masked;
  private boolean help;
  private boolean version;
  private boolean onlyPositional;
  private int positions;
  private int next;

  private ArgumentParser(String[] args, Flags flags, Problems problems) {
    this.args = args.clone();
    this.flags = flags;
    this.problems = problems;
    this.masked = new ArrayList<>(List.of(args));
  }

  static Arguments parse(String[] args, Flags flags, Problems problems) {
    ArgumentParser parser = new ArgumentParser(args, flags, problems);
    while (parser.next < args.length) {
      parser.argument();
    }
    return new Arguments(
        List.copyOf(parser.files),
        List.copyOf(parser.values),
        List.copyOf(parser.oldNames),
        List.copyOf(parser.masked),
        parser.help,
        parser.version);
  }

  private void argument() {
    Origin origin = new Origin.Argument(next + 1);
    String argument = args[next++];
    int sign = argument.indexOf('=');
    String name = sign < 0 ? argument : argument.substring(0, sign);
    Optional<String> attached =
        sign < 0 ? Optional.empty() : Optional.of(argument.substring(sign + 1));
    if (onlyPositional || !argument.startsWith("-") || argument.equals("-")) {
      positional(argument, origin);
      return;
    }
    switch (Flags.hyphens(name)) {
      case "--" -> onlyPositional = true;
      case "-h", Flags.HELP -> help = true;
      case Flags.VERSION -> version = true;
      case Flags.CONFIG_FILE -> file(false, name, attached, origin);
      case Flags.CONFIG_DIR -> file(true, name, attached, origin);
      default -> named(name, attached, origin);
    }
  }

  private void named(String name, Optional<String> attached, Origin origin) {
    Optional<Flags.Flag> flag = flags.find(name);
    if (flag.isPresent()) {
      option(flag.get(), name, attached, origin);
    } else {
      unknown(name, attached, origin);
    }
  }

  /// A repeated option takes all that is left.
  private void positional(String argument, Origin origin) {
    if (positions == flags.positional().size()) {
      String hint = positions == 0 ? "every option begins with --" : "";
      reject(origin, "unexpected argument " + Quoted.of(argument), hint);
      return;
    }
    OptionSpec option = flags.positional().get(positions);
    set(option, argument, origin);
    if (option.secret()) {
      masked.set(next - 1, Secret.MASK);
    }
    if (!option.isMulti()) {
      positions++;
    }
  }

  /// An empty path, as of a variable that is not set, would be the current directory.
  private void file(boolean directory, String name, Optional<String> attached, Origin origin) {
    Optional<String> path = value(name, attached, origin);
    if (path.isPresent() && path.get().isEmpty()) {
      rejectWithoutValue(name, origin);
    } else if (path.isPresent()) {
      files.add(new Arguments.FileArgument(directory, path.get(), origin));
    }
  }

  private void option(Flags.Flag flag, String name, Optional<String> attached, Origin origin) {
    if (flag.isOldName()) {
      oldNames.add(new Arguments.OldName(flag.calledBy(), flag.option().key(), origin));
    }
    if (flag.option().isFlag()) {
      bool(flag, name, attached, origin);
      return;
    }
    Optional<String> text = value(name, attached, origin);
    if (text.isPresent()) {
      set(flag.option(), text.get(), origin);
    }
    if (flag.option().secret()) {
      mask(name, attached.isPresent());
    }
  }

  private void bool(Flags.Flag flag, String name, Optional<String> attached, Origin origin) {
    if (attached.isPresent()) {
      String on = Flags.name(flag.option().key(), "");
      String off = Flags.name(flag.option().key(), "no");
      reject(origin, name + " takes no value", "use " + on + ", or " + off + " to switch it off");
      return;
    }
    set(flag.option(), flag.negated() ? "false" : "true", origin);
  }

  /// The text behind the equal sign, or else the next argument, unless that is an option itself.
  private Optional<String> value(String name, Optional<String> attached, Origin origin) {
    if (attached.isPresent()) {
      return attached;
    }
    if (next == args.length || args[next].startsWith("--")) {
      rejectWithoutValue(name, origin);
      return Optional.empty();
    }
    return Optional.of(args[next++]);
  }

  private void set(OptionSpec option, String text, Origin origin) {
    values.add(new RawValue(option.key(), text, origin));
  }

  /// Hides the value just read, wherever it stood. Where it was missing nothing is hidden.
  private void mask(String name, boolean attached) {
    String last = masked.get(next - 1);
    if (attached) {
      masked.set(next - 1, name + "=" + Secret.MASK);
    } else if (!last.equals(name)) {
      masked.set(next - 1, Secret.MASK);
    }
  }

  /// What follows is taken for its value: it would only be a second error, and it may be a secret.
  private void unknown(String name, Optional<String> attached, Origin origin) {
    reject(
        origin,
        "unknown argument " + Quoted.of(name),
        Suggestion.hint(Flags.hyphens(name), flags.names()));
    if (attached.isEmpty() && next < args.length && !args[next].startsWith("-")) {
      next++;
    }
  }

  private void rejectWithoutValue(String name, Origin origin) {
    reject(origin, name + " needs a value", "write " + name + "=VALUE");
  }

  private void reject(Origin origin, String text, String hint) {
    problems.add(ConfigError.at(origin, text, hint));
  }
}
