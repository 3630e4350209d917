package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.service.Service;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// What operators ask of a worker, each on a thread of its own: it may take its time, and nothing
/// else waits for it. Not a virtual one: a process whose virtual threads are stuck is the one that
/// operators want to look at.
///
/// Thread-safe.
final class WorkerOperations {

  private final Config config;
  private final Service service;
  private final SupervisorLink supervisor;
  private final Supplier<Thread.Builder> threads;
  // Complete once all have started.
  private final CompletableFuture<Extensions> extensions = new CompletableFuture<>();

  /// @param supervisor is told how they went
  WorkerOperations(Config config, Service service, SupervisorLink supervisor) {
    this(config, service, supervisor, LineChannel::ownThread);
  }

  /// @param supervisor is told how they went
  /// @param threads of what kind theirs are
  WorkerOperations(
      Config config, Service service, SupervisorLink supervisor, Supplier<Thread.Builder> threads) {
    this.config = config;
    this.service = service;
    this.supervisor = supervisor;
    this.threads = threads;
  }

  /// The extensions of this process have started.
  void offer(Extensions started) {
    extensions.complete(started);
  }

  /// Has log files opened again, for nobody who waits.
  void reopenLogs() {
    perform(new WorkerOrder.Perform(WorkerOrder.NOBODY_ASKED, List.of(Extensions.REOPEN_LOGS)));
  }

  /// Performs an operation of the service or of an extension, and tells the supervisor how it went.
  /// Neither blocks nor throws: a process that has no thread left has to hear what comes next.
  void perform(WorkerOrder.Perform order) {
    List<String> words = order.words();
    try {
      threads
          .get()
          .name("operation-" + words.getFirst())
          .start(() -> say(order, performance(words)));
    } catch (RuntimeException | Error noThread) {
      say(order, Performance.failed(config, service.name(), words, noThread));
    }
  }

  // A log file may be open although not all extensions have started: it is opened again once they
  // have. Whatever else is asked for meanwhile, the service alone may offer.
  private Performance performance(List<String> words) {
    Extensions offering =
        words.getFirst().equals(Extensions.REOPEN_LOGS)
            ? extensions.join()
            : extensions.getNow(Extensions.NONE);
    return Performance.of(config, service, offering, words);
  }

  private void say(WorkerOrder.Perform order, Performance performance) {
    supervisor.say(new WorkerMessage.Performed(order.number(), performance));
  }
}
