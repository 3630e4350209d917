package dev.perennial.cli;

import dev.perennial.cli.TasksText.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "does not know of it. The exit code is 1 if one of the processes could not do it."
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
          if (name.isPresent() && !answer.isOfProcesses()) {
            requireTask(name.get());
          }
          OperationAnswer<Task> tasks = OperationAnswer.of(answer, Task.class);
          if (json) {
            out.println(answer.text());
          } else if (answer.ok()) {
            out.print(TasksText.of(tasks));
          }
          // A list of some is better than none; who paused a task wants it paused everywhere.
          if (!answer.ok() || action.isPresent()) {
            tasks.requireAll(action.map(Action::name).orElse("list") + " failed in");
          } else if (!json) {
            tasks.failures().forEach(failure -> out.println("failed in " + failure));
          }
        });
  }

  // The program cannot tell a name that no service knows from an operation that none offers.
  private void requireTask(String wanted) throws CommandFailure {
    try (ControlClient another = stateDir.connect(programs)) {
      List<String> names =
          TasksText.names(OperationAnswer.of(another.ask("perform", "tasks", "list"), Task.class));
      if (!names.isEmpty() && !names.contains(wanted)) {
        throw CommandFailure.failed(
            "there is no task " + wanted + ", only: " + String.join(", ", names));
      }
    }
  }
}
