package dev.perennial.launcher;

import dev.perennial.config.ConfigSnapshot;
import java.io.IOException;

/// Makes workers. The seam between what a supervisor decides and the processes that it has.
@FunctionalInterface
interface WorkerStarter {

  /// Starts a worker for a slot.
  ///
  /// @param slot the place it is for
  /// @param generation of the program
  /// @param snapshot the configuration that it gets
  /// @param standby whether it waits for the order to take over
  /// @return the worker, booting; its end is reported as a [Command.Exited]
  /// @throws IOException if no process can be started
  /// @throws InterruptedException if the calling thread is interrupted
  WorkerHandle start(WorkerSlot slot, int generation, ConfigSnapshot snapshot, boolean standby)
      throws IOException, InterruptedException;

  /// The state of the [AotCache] that workers start from.
  ///
  /// @return what operators see
  default String aotCache() {
    return "off";
  }

  /// The metrics of all workers, those included that have ended.
  ///
  /// @return as Prometheus reads them
  default String metrics() {
    return "";
  }
}
