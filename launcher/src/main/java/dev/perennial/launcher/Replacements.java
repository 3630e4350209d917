package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The replacement of single workers that somebody told to leave, such as by SIGTERM to the worker
/// itself: each leaves once another one is ready, or before, where two cannot live together. A
/// [Rollout] replaces them anyway.
///
/// Owned by the supervisor's thread.
final class Replacements {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final Fleet fleet;
  private final Config config;

  Replacements(Fleet fleet, Config config) {
    this.fleet = fleet;
    this.config = config;
  }

  /// Makes the moves that can be made now, while no rollout does.
  void advance() throws InterruptedException {
    for (WorkerSlot slot : fleet.slots().toList()) {
      if (slot.hasReadySuccessor()) {
        fleet.promote(slot);
      } else if (slot.wantsReplacement()) {
        replace(slot);
      }
    }
  }

  private void replace(WorkerSlot slot) throws InterruptedException {
    LOG.log(Level.INFO, "{0} was told to leave and is replaced", slot.current().orElseThrow());
    if (slot.service().replacement() == Replacement.EXCLUSIVE) {
      fleet.vacate(slot);
    } else {
      bootSuccessor(slot);
    }
  }

  private void bootSuccessor(WorkerSlot slot) throws InterruptedException {
    try {
      fleet.bootSuccessor(slot, fleet.generation(), config.snapshot());
    } catch (IOException failure) {
      LOG.log(Level.ERROR, "{0} keeps its worker: {1}", slot, failure.getMessage());
      slot.keepWorker();
    }
  }
}
