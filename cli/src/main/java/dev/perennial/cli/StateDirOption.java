package dev.perennial.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `--state-dir`: which program is meant, and the way to it.
final class StateDirOption {

  /// What a command asks a program, and prints of its answers.
  @FunctionalInterface
  interface Dialogue {
    void hold(ControlClient client, PrintWriter out) throws CommandFailure;
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

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

  /// @return the exit code of the command, if nothing failed
  int ask(RunningPrograms programs, Dialogue dialogue) throws CommandFailure {
    try (ControlClient client = connect(programs)) {
      PrintWriter out = command.commandLine().getOut();
      try {
        dialogue.hold(client, out);
      } finally {
        out.flush();
      }
      return 0;
    }
  }
}
