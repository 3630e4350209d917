package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.service.Operation;
import dev.perennial.service.ProcessContext;
import dev.perennial.service.WorkerExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what it is told, and fails on demand.
final class RecordingExtension implements WorkerExtension {

  final List<String> told = new CopyOnWriteArrayList<>();
  Optional<Throwable> failure = Optional.empty();

  @Override
  public void start(Config config, ProcessContext context) throws Exception {
    told.add("start " + context.name());
    failIfToldTo();
  }

  @Override
  public void trainingRun(Config config) {
    told.add("train");
  }

  @Override
  public void reopenLogs() throws Exception {
    told.add("reopen");
    failIfToldTo();
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("told", _ -> Optional.of(List.of(Map.of("told", told.size()))));
  }

  @Override
  public void stop() {
    told.add("stop");
    if (failure.orElse(null) instanceof Error error) {
      throw error;
    }
  }

  private void failIfToldTo() throws Exception {
    switch (failure.orElse(null)) {
      case Exception exception -> throw exception;
      case Error error -> throw error;
      case null, default -> {}
    }
  }
}
