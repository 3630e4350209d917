package dev.perennial.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// `--state-dir`: which program is meant.
final class StateDirOption {

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "State directory of the program. Without it: the only one of this user's programs that"
              + " runs.")
  private Optional<Path> directory = Optional.empty();

  ControlClient connect(RunningPrograms programs) throws CommandFailure {
    Path chosen = directory.isPresent() ? directory.get() : programs.theOnlyOne();
    return ControlClient.connect(chosen);
  }
}
