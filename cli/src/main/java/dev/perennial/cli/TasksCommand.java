package dev.perennial.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perennial tasks`.
@Command(
    name = "tasks",
    description = "Print the periodic tasks of a program, or pause, resume or run one of them.",
    customSynopsis = "perennial tasks [pause|resume|run NAME] [--json] [--state-dir=DIR]",
    footer = {
      "",
      "A pause holds in the processes that run now; a worker that replaces one of them",
      "does not know of it."
    })
final class TasksCommand implements Callable<Integer> {

  /// What can be done to a task.
  enum Action {
    pause,
    resume,
    run
  }

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(names = "--json", description = "Print what each process answered as JSON.")
  private boolean json;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "pause, resume or run, in every process that has the task.")
  private Optional<Action> action = Optional.empty();

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The task.")
  private Optional<String> name = Optional.empty();

  private final RunningPrograms programs;

  TasksCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    if (action.isPresent() != name.isPresent()) {
      throw CommandFailure.usage(action.orElseThrow() + " what? Name a task");
    }
    List<String> request = new ArrayList<>(List.of("perform", "tasks"));
    action.map(Action::name).ifPresentOrElse(request::add, () -> request.add("list"));
    name.ifPresent(request::add);
    return stateDir.ask(
        programs,
        (client, out) -> {
          ControlAnswer answer = client.ask(request.toArray(String[]::new));
          if (!answer.ok()) {
            throw refused(answer.text());
          } else if (json) {
            out.println(answer.text());
          } else {
            out.print(TasksText.of(answer.text()));
          }
        });
  }

  // What no process could do is told in JSON. That no process has such a task is all that the
  // program knows, so it is asked which there are.
  private CommandFailure refused(String text) throws CommandFailure {
    if (text.startsWith("{")) {
      return CommandFailure.failed(TasksText.failures(text));
    }
    Optional<String> unknown = name.isPresent() ? unknown(name.get()) : Optional.empty();
    return CommandFailure.failed(unknown.orElse(text));
  }

  private Optional<String> unknown(String task) throws CommandFailure {
    try (ControlClient client = stateDir.connect(programs)) {
      ControlAnswer all = client.ask("perform", "tasks", "list");
      SortedSet<String> names = all.ok() ? TasksText.names(all.text()) : new TreeSet<>();
      return names.isEmpty() || names.contains(task)
          ? Optional.empty()
          : Optional.of(
              "there is no periodic task " + task + "; there are: " + String.join(", ", names));
    }
  }
}
