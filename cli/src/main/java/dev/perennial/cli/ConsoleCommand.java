package dev.perennial.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `perennial console`.
@Command(
    name = "console",
    description = "Talk to the backdoor of a process: threads, objects, profiles, Java.",
    customSynopsis = "perennial console TARGET [--state-dir=DIR]",
    footer = {
      "",
      "The process needs a backdoor: backdoor_socket or backdoor_port in [DEFAULT];",
      "help lists its commands. Tab completes them, the arrow keys bring back earlier",
      "lines, Ctrl-D or exit leaves; the process goes on. Lines are kept in",
      "$XDG_STATE_HOME/perennial/console-history."
    })
final class ConsoleCommand implements Callable<Integer> {

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Parameters(index = "0", paramLabel = "TARGET", description = OneProcess.NAMES)
  private String target = "";

  private final RunningPrograms programs;
  private final HistoryFile history;

  ConsoleCommand(RunningPrograms programs, HistoryFile history) {
    this.programs = programs;
    this.history = history;
  }

  @Override
  public Integer call() throws CommandFailure {
    JsonNode place = place();
    List<String> commands = place.path("commands").valueStream().map(JsonNode::asString).toList();
    try (BackdoorClient client = BackdoorClient.connect(place);
        Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      new ConsoleDialogue(client, terminal, commands, history.prepare()).run();
      return 0;
    } catch (IOException broken) {
      throw CommandFailure.failed("the session has ended: " + broken.getMessage());
    }
  }

  private JsonNode place() throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      return new OneProcess(client, target).perform("backdoor");
    }
  }
}
