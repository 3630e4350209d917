package dev.perennial.launcher;

import dev.perennial.config.ConfigSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command that starts a worker: the program's own, set up for a worker.
///
/// @param command this process's command line
/// @param mainClass another main class than the program's own
/// @param options the launcher's options
/// @param inherited options that a JVM takes from its environment
/// @param workers how many workers of all services there are, which share the processors
record WorkerCommand(
    JavaCommandLine command,
    Optional<String> mainClass,
    LauncherOptions options,
    List<String> inherited,
    int workers) {

  /// A command of the shell that is about to become the JVM: writes down its pid, which stays that
  /// of the worker. What the worker starts inherits the environment, but has another pid, and so
  /// does not take itself for the worker.
  static final String SIGN = "export " + ConfigSnapshot.WORKER_VARIABLE + "=$$; ";

  // What makes the JVM's own archive of classes unusable, or is another one.
  private static final List<String> SHARED_ARCHIVES =
      List.of("-XX:AOT", "-XX:SharedArchiveFile", "-Xshare:");

  /// The whole command. The shell in front lives for a millisecond: it makes SIGHUP ignored, which
  /// posix_spawn cannot, so that a SIGHUP to the whole session or control group cannot kill a
  /// worker that is just starting.
  ///
  /// @param cache options of the JVM that let it use an [AotCache]
  List<String> words(List<String> cache) {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' HUP; " + SIGN + "exec \"$@\"", "sh"));
    words.addAll(endWithSupervisor());
    List<String> further = new ArrayList<>(cache);
    if (!chosen().hasParallelism()) {
      further.add(shareOfProcessors());
    }
    words.addAll(javaWords(further));
    words.addAll(command.arguments());
    return words;
  }

  // Virtual threads of many workers that each think they have all processors get in each other's
  // way. Not one of the options that the cache depends on.
  private String shareOfProcessors() {
    int share = Math.ceilDiv(Runtime.getRuntime().availableProcessors(), workers);
    return ChosenOptions.PARALLELISM + share;
  }

  /// The JVM and the program, without its arguments.
  ///
  /// @param further options of the JVM
  List<String> javaWords(List<String> further) {
    List<String> words = new ArrayList<>();
    words.add(command.java());
    words.addAll(further);
    words.addAll(jvmOptions());
    words.addAll(program());
    return words;
  }

  /// The option by which the operator chose an archive of classes, or none.
  Optional<String> ownSharedArchive() {
    return chosen().words().stream()
        .filter(option -> SHARED_ARCHIVES.stream().anyMatch(option::startsWith))
        .findFirst();
  }

  /// What the variables of the environment and the options of workers say differently: a sentence
  /// for each, with the one that counts.
  List<String> overruled(Map<String, String> environment) {
    return JavaOptionVariables.overruled(environment, jvmOptions());
  }

  /// What decides how a JVM of this command loads classes, and with it whether it can use an
  /// [AotCache]. A system property may be another at each start, and has no part in that.
  List<String> wordsOfClassLoading() {
    List<String> words = javaWords(List.of());
    words.addAll(inherited);
    words.removeIf(word -> word.startsWith("-D"));
    return words;
  }

  /// Words in front of a command: the kernel kills its process when the supervisor dies, which
  /// matters until the two are connected.
  static List<String> endWithSupervisor() {
    Path setpriv = Path.of("/usr/bin/setpriv");
    return Files.isExecutable(setpriv)
        ? List.of(setpriv.toString(), "--pdeathsig", "KILL", "--")
        : List.of();
  }

  private List<String> jvmOptions() {
    List<String> words = new ArrayList<>(command.shareableOptions());
    words.addAll(options.workerProfile().optionsBeside(chosen()));
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(options.workerJavaOptions());
    return words;
  }

  private ChosenOptions chosen() {
    List<String> words = new ArrayList<>(command.shareableOptions());
    words.addAll(inherited);
    words.addAll(options.workerJavaOptions());
    return new ChosenOptions(words);
  }

  private List<String> program() {
    return mainClass
        .map(name -> List.of("-cp", System.getProperty("java.class.path"), name))
        .orElseGet(command::program);
  }
}
