package dev.perennial.backdoor;

import dev.perennial.config.Config;
import dev.perennial.schedule.Timers;
import dev.perennial.service.Operation;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.WorkerExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Opens the backdoor of every process that runs services, and lets the `perennial` command look
/// into every process, the supervisor too. That one has no port or socket of its own: with one port
/// for all it would take it from its workers.
public final class BackdoorExtension implements WorkerExtension {

  private volatile Map<String, Operation> operations = Map.of();
  private volatile Optional<LateBackdoor> door = Optional.empty();

  /// For the service loader.
  public BackdoorExtension() {}

  @Override
  public void start(Config config, ProcessContext context) {
    offer(config, context);
    if (context.role() != ProcessContext.Role.SUPERVISOR && isRegistered(config)) {
      LiveObjects.bind(config, context);
      door = Optional.of(LateBackdoor.open(config, Timers.system()));
    }
  }

  // The door stays shut, whatever the configuration says.
  @Override
  public void trainingRun(Config config) {
    ProcessContext context =
        new ProcessContext(ProcessContext.Role.WORKER, "training", List.of(), Path.of("/"), this);
    offer(config, context);
    LiveObjects.bind(config, context);
  }

  private void offer(Config config, ProcessContext context) {
    ProcessReport report = new ProcessReport(context);
    operations =
        Map.of(
            "dump",
            arguments -> Optional.of(List.of(dumped(report, config, arguments))),
            "report",
            _ ->
                Optional.of(
                    List.of(
                        Map.of(
                            "file",
                            ReportFile.write(
                                    context.stateDirectory(),
                                    context.name(),
                                    shown(config, report.take()))
                                .toString()))),
            BackdoorOperation.NAME,
            new BackdoorOperation(() -> door.flatMap(LateBackdoor::get)),
            ProfileOperation.NAME,
            arguments ->
                new ProfileOperation(Profiler.ofThisProcess(config), context.stateDirectory())
                    .perform(arguments));
  }

  private static Map<String, Object> dumped(
      ProcessReport report, Config config, List<String> arguments) throws IOException {
    return switch (String.join(" ", arguments)) {
      case "" -> shown(config, report.take());
      case "all" -> shown(config, report.takeWithAllThreads());
      default -> throw new IllegalArgumentException("say dump, or dump all");
    };
  }

  private static Map<String, Object> shown(Config config, Map<String, Object> report) {
    return ShownValues.of(report, text -> shown(config, text));
  }

  private static String shown(Config config, String text) {
    return Printable.text(config.masked(text));
  }

  private static boolean isRegistered(Config config) {
    try {
      config.get(BackdoorOptions.class);
      return true;
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  @Override
  public Map<String, Operation> operations() {
    return operations;
  }

  @Override
  public void stop() {
    door.ifPresent(LateBackdoor::close);
  }
}
