package dev.perennial.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command that starts a worker: the program's own, set up for a worker.
///
/// @param command this process's command line
/// @param mainClass another main class than the program's own
/// @param options the launcher's options
record WorkerCommand(JavaCommandLine command, Optional<String> mainClass, LauncherOptions options) {

  List<String> words() {
    List<String> words = new ArrayList<>(prefix());
    words.add(command.java());
    words.addAll(jvmOptions());
    words.addAll(program());
    words.addAll(command.arguments());
    return words;
  }

  // The shell lives for a millisecond: it makes SIGHUP ignored, which posix_spawn cannot, so that a
  // SIGHUP to the whole session or control group cannot kill a worker that is just starting.
  // setpriv
  // asks the kernel to kill the worker when the supervisor dies before the two are connected.
  private static List<String> prefix() {
    List<String> words =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
    Path setpriv = Path.of("/usr/bin/setpriv");
    if (Files.isExecutable(setpriv)) {
      words.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--"));
    }
    return words;
  }

  private List<String> jvmOptions() {
    List<String> words = new ArrayList<>(command.shareableOptions());
    words.addAll(options.workerProfile().flags());
    if (!command.choosesCollector()) {
      words.addAll(options.workerProfile().collector());
    }
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(options.workerJavaOptions());
    return words;
  }

  private List<String> program() {
    return mainClass
        .map(name -> List.of("-cp", System.getProperty("java.class.path"), name))
        .orElseGet(command::program);
  }
}
