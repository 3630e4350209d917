package dev.perennial.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `perennial services`.
@Command(
    name = "services",
    description =
        "Print the services that report to the registry, or enable, disable or force down one.",
    customSynopsis = {
      "perennial services [list] [--json] [--state-dir=DIR]",
      "perennial services enable HOST BINARY [--json] [--state-dir=DIR]",
      "perennial services disable HOST BINARY [--reason=TEXT] [--json] [--state-dir=DIR]",
      "perennial services force-down HOST BINARY [--unset] [--json] [--state-dir=DIR]"
    },
    footer = {
      "",
      "The program that is asked has to be one with a registry; it answers for all",
      "hosts. A disabled service goes on running and reporting: it should get no new",
      "work. One that is forced down counts as down whatever it reports, until --unset."
    })
final class ServicesCommand implements Callable<Integer> {

  /// What can be done with services.
  enum Action {
    list,
    enable,
    disable,
    force_down;

    @Override
    public String toString() {
      return name().replace('_', '-');
    }
  }

  @Mixin private HelpOption help = new HelpOption();
  @Mixin private StateDirOption stateDir = new StateDirOption();

  @Option(names = "--json", description = "Print the records as JSON.")
  private boolean json;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why a service is disabled.")
  private Optional<String> reason = Optional.empty();

  @Option(names = "--unset", description = "Let a service count as its reports say again.")
  private boolean unset;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "list (what is done without one), enable, disable or force-down.")
  private Action action = Action.list;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HOST",
      description = "Host of the service, as listed.")
  private Optional<String> host = Optional.empty();

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "BINARY",
      description = "Binary of the service, as listed.")
  private Optional<String> binary = Optional.empty();

  private final RunningPrograms programs;

  ServicesCommand(RunningPrograms programs) {
    this.programs = programs;
  }

  @Override
  public Integer call() throws CommandFailure {
    List<String> request = words();
    return stateDir.ask(
        programs,
        (client, out) -> {
          List<JsonNode> services = ServicesText.rows(client.ask(request.toArray(String[]::new)));
          if (json) {
            out.println(JsonOutput.of(Map.of("services", services)));
          } else {
            out.print(ServicesText.of(services));
          }
        });
  }

  private List<String> words() throws CommandFailure {
    List<String> words = new ArrayList<>(List.of("perform", "services", action.toString()));
    host.ifPresent(words::add);
    binary.ifPresent(words::add);
    reason.ifPresent(words::add);
    if (unset) {
      words.add("unset");
    }
    requireFitting();
    return words;
  }

  private void requireFitting() throws CommandFailure {
    boolean namesOne = host.isPresent() && binary.isPresent();
    require(!unset || action == Action.force_down, "--unset belongs to force-down");
    switch (action) {
      case list -> require(host.isEmpty() && reason.isEmpty(), "list takes no host and no reason");
      case enable ->
          require(namesOne && reason.isEmpty(), "enable takes a host and a binary, and no reason");
      case disable -> require(namesOne, "disable takes a host and a binary");
      case force_down ->
          require(
              namesOne && reason.isEmpty(), "force-down takes a host and a binary, and no reason");
    }
  }

  private static void require(boolean condition, String rule) throws CommandFailure {
    if (!condition) {
      throw CommandFailure.usage(rule);
    }
  }
}
