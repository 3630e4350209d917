package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.service.Operation;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.WorkerExtension;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// The [WorkerExtension]s of this process. They are stopped in the reverse of the order in which
/// they were started.
final class Extensions implements AutoCloseable {

  /// No extension at all.
  static final Extensions NONE = new Extensions(List.of());

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  /// What every process offers: to open its log files again.
  static final String REOPEN_LOGS = "reopen-logs";

  /// What an extension may offer: to write down what the process is doing. Asked for before a
  /// process that hangs is killed.
  static final String REPORT = "report";

  private final List<WorkerExtension> running;

  private Extensions(List<WorkerExtension> running) {
    this.running = running;
  }

  /// Starts all that are on the class path or the module path.
  ///
  /// @throws IOException in words for an operator, if one cannot start; the others are stopped then
  /// @throws ConfigException if one cannot start with this configuration; likewise
  static Extensions start(Config config, ProcessContext context) throws IOException {
    return start(ServiceLoader.load(WorkerExtension.class), config, context);
  }

  static Extensions start(Iterable<WorkerExtension> all, Config config, ProcessContext context)
      throws IOException {
    Extensions started = new Extensions(new ArrayList<>());
    for (WorkerExtension extension : all) {
      try {
        extension.start(config, context);
        started.running.add(extension);
      } catch (ConfigException refused) {
        started.close();
        throw refused;
      } catch (Exception | Error failure) {
        started.close();
        throw new IOException(
            extension.getClass().getSimpleName() + " cannot start: " + OneLine.brief(failure),
            failure);
      }
    }
    return started;
  }

  /// Has all take part in a [TrainingRun].
  static void train(Config config) throws Exception {
    train(ServiceLoader.load(WorkerExtension.class), config);
  }

  static void train(Iterable<WorkerExtension> all, Config config) throws Exception {
    for (WorkerExtension extension : all) {
      extension.trainingRun(config);
    }
  }

  /// Has all open their log files again.
  ///
  /// @throws IOException in words for an operator, once all have been asked
  void reopenLogs() throws IOException {
    List<String> failures = new ArrayList<>();
    for (WorkerExtension extension : running) {
      try {
        extension.reopenLogs();
      } catch (Exception | Error failure) {
        failures.add(OneLine.brief(failure));
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join("; ", failures));
    }
  }

  /// What they offer to operators.
  Map<String, Operation> operations() {
    Map<String, Operation> all = new HashMap<>();
    all.put(
        REOPEN_LOGS,
        _ -> {
          reopenLogs();
          return Optional.of(List.of());
        });
    running.forEach(extension -> all.putAll(extension.operations()));
    return all;
  }

  /// Performs an operation of theirs in this process and answers, away from the launcher's thread,
  /// which has to hear everything meanwhile.
  ///
  /// @param config of this process
  /// @param name of this process, for the answer
  /// @param words name and arguments of the operation
  /// @param limit when to answer that it hangs
  void perform(
      Config config, ControlRequest request, String name, List<String> words, Duration limit) {
    LineChannel.ownThread()
        .name("operation-" + words.getFirst())
        .start(() -> {
          PerformanceReport report = new PerformanceReport(request);
          report.add(name, 0, ProcessHandle.current().pid(), Performance.of(config, this, words));
          report.answer();
        });
    request.failAfter(limit);
  }

  @Override
  public void close() {
    for (WorkerExtension extension : running.reversed()) {
      try {
        extension.stop();
      } catch (RuntimeException | Error failure) {
        LOG.log(Level.ERROR, extension.getClass().getName() + " cannot stop", failure);
      }
    }
  }
}
