package dev.perennial.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `perennial profile`.
@Command(
    name = "profile",
    description = "Profile a running process and write a flame graph.",
    customSynopsis =
        "perennial profile TARGET --output=FILE.html [--seconds=N] [--wall] [--stop]"
            + " [--state-dir=DIR]",
    footer = {
      "",
      "Ctrl-C ends the profile early and writes what there is. The program needs",
      "perennial-backdoor among its libraries."
    })
final class ProfileCommand implements Callable<Integer> {

  private static final int LONGEST = 3600;

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Parameters(index = "0", paramLabel = "TARGET", description = OneProcess.NAMES)
  private String target = "";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long, up to an hour. 10 unless given.")
  private int seconds;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE.html",
      description = "The file to write; one that is there is replaced.")
  private Path output = Path.of("");

  @Option(
      names = "--wall",
      description = "Sample threads that wait, too, and not CPU time. That is dear.")
  private boolean wall;

  @Option(
      names = "--stop",
      description = "End the profile that is running, whoever began it, and write it.")
  private boolean stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final RunningPrograms programs;

  // Guarded by this object: Ctrl-C may come at any moment.
  private boolean isRunning;

  ProfileCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    if (seconds < 1 || seconds > LONGEST) {
      throw CommandFailure.usage("--seconds must be from 1 to " + LONGEST + ", not " + seconds);
    }
    requireDirectory();
    if (stop) {
      end();
    } else {
      profile();
    }
    return 0;
  }

  private void profile() throws CommandFailure, InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("end-profile").unstarted(this::endEarly));
    begin();
    TimeUnit.SECONDS.sleep(seconds);
    endIfRunning();
  }

  private synchronized void begin() throws CommandFailure {
    if (wall) {
      perform("profile", "begin", "wall");
    } else {
      perform("profile", "begin");
    }
    isRunning = true;
    PrintWriter err = spec.commandLine().getErr();
    err.println("profiling " + target + " for " + seconds + " s, or until Ctrl-C");
    err.flush();
  }

  // Nobody else could profile the process for an hour.
  private void endEarly() {
    try {
      endIfRunning();
    } catch (CommandFailure failure) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("perennial: " + failure.getMessage());
      err.flush();
    }
  }

  private synchronized void endIfRunning() throws CommandFailure {
    if (isRunning) {
      isRunning = false;
      end();
    }
  }

  private void end() throws CommandFailure {
    JsonNode made = perform("profile", "end");
    take(Path.of(made.path("file").asString()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(output + ": " + made.path("note").asString());
    out.flush();
  }

  // Before the profile, and not after it.
  private void requireDirectory() throws CommandFailure {
    Path directory = output.toAbsolutePath().resolveSibling("");
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw CommandFailure.usage("cannot write " + output + ": no such directory to write in");
    }
  }

  private JsonNode perform(String... words) throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      return new OneProcess(client, target).perform(words);
    }
  }

  private void take(Path made) throws CommandFailure {
    try {
      Files.move(made, output, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw CommandFailure.failed("cannot write " + output + "; the profile is in " + made);
    }
  }
}
