package dev.perennial.service;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.TaskGroup;
import java.util.List;

/// A service that already works: it owns a group of tasks and, left as it is, does nothing until it
/// is stopped.
///
/// Subclasses start tasks and timers in [#start()] or [#takeOver()]; [#drain(Deadline)] then waits
/// for them and [#stop()] interrupts them.
public class BaseService implements Service {

  private final TaskGroup tasks;

  /// Creates a service with an empty group of tasks.
  public BaseService() {
    this.tasks = new TaskGroup(ServiceNames.of(getClass()));
  }

  /// The tasks of this service.
  ///
  /// @return the group, always the same one
  protected final TaskGroup tasks() {
    return tasks;
  }

  @Override
  public void start() throws Exception {
    tasks.reopen();
  }

  @Override
  public void drain(Deadline deadline) throws InterruptedException {
    report(tasks.drain(deadline));
  }

  @Override
  public void stop() {
    tasks.stop();
  }

  @Override
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    return tasks.awaitStopped(deadline).isEmpty();
  }

  private void report(List<String> alive) {
    if (!alive.isEmpty()) {
      System.getLogger("dev.perennial.service")
          .log(System.Logger.Level.WARNING, name() + " did not finish in time: " + alive);
    }
  }
}
