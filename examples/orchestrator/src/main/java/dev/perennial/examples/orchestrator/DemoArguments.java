package dev.perennial.examples.orchestrator;

import dev.perennial.launcher.StateDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The few options of the demo, and what they mean for the configuration.
///
/// @param port of the API
/// @param workers of the API
/// @param usualStateDirectory where operators look, for socket and database unless another one is
///   named
/// @param namedStateDirectory the one that was named here, which wins over one in a file
/// @param configFiles read after the demo's own, so that they win
/// @param help whether only the usage is wanted
record DemoArguments(
    Optional<Integer> port,
    Optional<Integer> workers,
    Path usualStateDirectory,
    Optional<Path> namedStateDirectory,
    List<Path> configFiles,
    boolean help) {

  static final String USAGE =
      """
      Usage: perennial demo [OPTION]...

      Runs an example system in the foreground: an HTTP API with workers behind one socket, and a
      conductor with a database. Ctrl-C or SIGTERM ends it.

        --port N           port of the API (default 9890; 0 takes any free one)
        --workers N        worker processes of the API (default 2)
        --state-dir DIR    control socket and database, for you alone, mode 0700
                           (default [launcher] state_dir of the configuration, else
                           $XDG_RUNTIME_DIR/perennial, or a directory of your own under the
                           temporary directory)
        --config-file F    configuration, read after the demo's own so that it wins; repeatable
        --help             this text
      """;

  private static final int MOST_WORKERS = 1024;

  /// @throws IllegalArgumentException in one line for the user
  static DemoArguments parse(String[] args, Map<String, String> environment) {
    Optional<Integer> port = Optional.empty();
    Optional<Integer> workers = Optional.empty();
    Optional<Path> named = Optional.empty();
    List<Path> files = new ArrayList<>();
    boolean help = false;
    Iterator<String> words = split(args).iterator();
    while (words.hasNext()) {
      String option = words.next();
      switch (option) {
        case "--port" -> port = Optional.of(number(option, value(option, words), 0, 65535));
        case "--workers" ->
            workers = Optional.of(number(option, value(option, words), 1, MOST_WORKERS));
        case "--state-dir" -> named = Optional.of(path(value(option, words)));
        case "--config-file" -> files.add(path(value(option, words)));
        case "--help", "-h" -> help = true;
        default -> throw new IllegalArgumentException("unknown option " + option + "; try --help");
      }
    }
    Path usual = StateDirectory.base(environment).toAbsolutePath();
    return new DemoArguments(port, workers, usual, named, List.copyOf(files), help);
  }

  /// The arguments that the configuration understands.
  String[] forConfig(Path ownFile) {
    List<String> words = new ArrayList<>();
    words.add("--config-file=" + ownFile);
    configFiles.forEach(file -> words.add("--config-file=" + file));
    namedStateDirectory.ifPresent(
        directory -> words.add("--launcher-state-dir=" + withoutReferences(directory)));
    port.ifPresent(number -> words.add("--orchestrator-listen-port=" + number));
    workers.ifPresent(number -> words.add("--orchestrator-workers=" + number));
    return words.toArray(String[]::new);
  }

  /// The state directory where neither an argument nor a file names one, as a configuration has it.
  String defaultStateDirectory() {
    return withoutReferences(usualStateDirectory);
  }

  /// The state directory, if operators have to name it because they would look elsewhere.
  ///
  /// @param used the one that the program uses
  Optional<Path> toBeNamed(Path used) {
    Path absolute = used.toAbsolutePath().normalize();
    return absolute.equals(usualStateDirectory.normalize())
        ? Optional.empty()
        : Optional.of(absolute);
  }

  // A dollar would begin a reference to another option.
  private static String withoutReferences(Path path) {
    return path.toString().replace("$", "$$");
  }

  private static List<String> split(String[] args) {
    List<String> words = new ArrayList<>();
    for (String arg : args) {
      int sign = arg.startsWith("--") ? arg.indexOf('=') : -1;
      words.addAll(
          sign < 0 ? List.of(arg) : List.of(arg.substring(0, sign), arg.substring(sign + 1)));
    }
    return words;
  }

  private static String value(String option, Iterator<String> words) {
    if (!words.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.next();
  }

  private static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Answered below, like a number out of range.
    }
    throw new IllegalArgumentException(
        option + " must be a number from " + least + " to " + most + ", not " + text);
  }
}
