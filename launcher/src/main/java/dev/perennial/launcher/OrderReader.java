package dev.perennial.launcher;

import dev.perennial.service.Service;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the orders that a worker is given until its supervisor is gone: answers at once what must
/// not wait for a drain, and hands on the rest.
///
/// Run by one thread, which nothing may keep waiting.
final class OrderReader implements Runnable {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final SupervisorLink supervisor;
  private final Service service;
  private final WorkerOperations operations;
  private final Consumer<WorkerOrder> others;
  private final Runnable whenGone;

  /// @param others takes the orders that are obeyed one after another
  /// @param whenGone is run once no order will be heard any more, whatever the reason
  OrderReader(
      SupervisorLink supervisor,
      Service service,
      WorkerOperations operations,
      Consumer<WorkerOrder> others,
      Runnable whenGone) {
    this.supervisor = supervisor;
    this.service = service;
    this.operations = operations;
    this.others = others;
    this.whenGone = whenGone;
  }

  @Override
  public void run() {
    try {
      Optional<WorkerOrder> heard = supervisor.hear();
      while (heard.isPresent()) {
        read(heard.get());
        heard = supervisor.hear();
      }
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "the supervisor cannot be heard any more", failure);
    } finally {
      whenGone.run();
    }
  }

  private void read(WorkerOrder order) {
    switch (order) {
      case WorkerOrder.ReportActivity _ -> supervisor.say(WorkerMessage.Reports.of(service));
      case WorkerOrder.Farewell _ -> supervisor.hearsFarewell();
      case WorkerOrder.Perform perform -> operations.perform(perform);
      case WorkerOrder.TakeOver _,
          WorkerOrder.Drain _,
          WorkerOrder.Prepare _,
          WorkerOrder.Commit _,
          WorkerOrder.Abort _ ->
          others.accept(order);
    }
  }
}
