package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// The replacement of all workers by new ones with a new configuration: make before break.
///
/// It only ever looks at where the slots are and makes the next move, so it does not matter which
/// event woke it, nor what happened to a slot in between.
///
/// Owned by the supervisor's thread.
final class Rollout {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private static final int ATTEMPTS = 3;

  // CANARIES ──all ready: configuration committed──► REPLACING ──all replaced──► DONE
  //     └────one failed: canaries drained──► FAILED ◄──the third start failed──┘
  // So does, instead of the commit, a configuration that the program has changed itself meanwhile.
  // A cancel leads to FAILED from everywhere. The supervisor's thread causes all transitions, in
  // advance(), failed() and cancel(). Until the commit nothing has changed for anyone;
  // after it there is no way back, and a slot that fails keeps its old worker.
  enum Stage {
    CANARIES,
    REPLACING,
    DONE,
    FAILED
  }

  /// What a move has led to. One that has failed waits: what becomes of it [#failed] decides.
  private enum Progress {
    WAITS,
    DONE
  }

  private final Fleet fleet;
  private final Config config;
  private final Candidate candidate;
  private final int target;
  private final List<ControlRequest> waiting;
  private Stage stage = Stage.CANARIES;
  private int failures;
  private String cause = "";

  Rollout(Fleet fleet, Config config, Candidate candidate, List<ControlRequest> waiting) {
    this.fleet = fleet;
    this.config = config;
    this.candidate = candidate;
    this.target = fleet.generation() + 1;
    this.waiting = waiting;
  }

  /// Makes the moves that can be made now.
  ///
  /// @return whether the rollout is over
  boolean advance() throws InterruptedException {
    if (stage == Stage.CANARIES && bootCanaries() == Progress.DONE) {
      commit();
    }
    if (stage == Stage.REPLACING && replaceAll() == Progress.DONE) {
      finish();
    }
    return stage == Stage.DONE || stage == Stage.FAILED;
  }

  /// A worker of the new generation ended before it was ready.
  void failed(WorkerSlot slot, String why) {
    failures++;
    cause = slot + ": " + why;
    if (stage == Stage.CANARIES) {
      fail("the old workers go on serving");
    } else if (failures >= ATTEMPTS) {
      fail("the slots that were not replaced keep their old workers");
    }
  }

  /// The program ends: nothing more is replaced.
  void cancel() {
    stage = Stage.FAILED;
    waiting.forEach(request -> request.failed("the program is stopping"));
  }

  boolean owns(WorkerHandle worker) {
    return worker.generation() == target;
  }

  private Progress bootCanaries() throws InterruptedException {
    for (ManagedService service : fleet.services()) {
      if (service.replacement() != Replacement.EXCLUSIVE
          && bringUpSuccessor(service.slots().getFirst()) == Progress.WAITS) {
        return Progress.WAITS;
      }
    }
    return Progress.DONE;
  }

  private Progress replaceAll() throws InterruptedException {
    for (WorkerSlot slot : fleet.slots().toList()) {
      if (replace(slot) == Progress.WAITS) {
        return Progress.WAITS;
      }
    }
    return Progress.DONE;
  }

  private Progress replace(WorkerSlot slot) throws InterruptedException {
    if (slot.current().filter(this::owns).isPresent()) {
      return slot.isReady() ? Progress.DONE : Progress.WAITS;
    }
    if (slot.service().replacement() == Replacement.EXCLUSIVE) {
      return replaceExclusively(slot);
    }
    Progress progress = bringUpSuccessor(slot);
    if (progress == Progress.DONE) {
      fleet.promote(slot);
    }
    return progress;
  }

  // Stop, then start: the slot is emptied, and filled when its worker is gone. One that boots with
  // the values in force is awaited: nobody would serve for longer if it began anew. One that boots
  // with others is not, for the same reason.
  private Progress replaceExclusively(WorkerSlot slot) {
    if (slot.current().filter(Rollout::hasValuesInForce).isPresent()) {
      return slot.isReady() ? Progress.DONE : Progress.WAITS;
    }
    fleet.vacate(slot);
    return Progress.WAITS;
  }

  // The change may be one of a reload before, which failed when others had it already.
  private static boolean hasValuesInForce(WorkerHandle worker) {
    return worker.generation() >= worker.slot().service().changedIn();
  }

  private Progress bringUpSuccessor(WorkerSlot slot) throws InterruptedException {
    if (slot.successor().filter(worker -> !owns(worker)).isPresent()) {
      endSingleReplacement(slot);
    }
    if (slot.successor().isEmpty() && !slot.hasRetiring()) {
      bootSuccessor(slot);
    }
    boolean isReady = slot.hasReadySuccessor() && slot.successor().filter(this::owns).isPresent();
    return isReady ? Progress.DONE : Progress.WAITS;
  }

  // Its successor has the old configuration. It is of use only where nobody else serves.
  private void endSingleReplacement(WorkerSlot slot) {
    if (slot.isReady()) {
      fleet.dropSuccessor(slot);
    } else if (slot.hasReadySuccessor()) {
      fleet.promote(slot);
    }
  }

  private void bootSuccessor(WorkerSlot slot) throws InterruptedException {
    try {
      fleet.bootSuccessor(slot, target, candidate.snapshot());
    } catch (IOException failure) {
      failed(slot, String.valueOf(failure.getMessage()));
    }
  }

  private void commit() {
    try {
      ChangeLog.failures(config.commit(candidate));
    } catch (IllegalStateException overtaken) {
      // The program itself has changed the configuration meanwhile.
      cause = String.valueOf(overtaken.getMessage());
      fail("the old workers go on serving");
      return;
    }
    if (candidate.change().touches(LauncherOptions.class)) {
      LOG.log(Level.WARNING, "changed options of [launcher] take effect after a restart only");
    }
    fleet.begin(target, candidate.change());
    stage = Stage.REPLACING;
  }

  private void finish() {
    stage = Stage.DONE;
    LOG.log(Level.INFO, "reloaded: generation " + target + " serves");
    waiting.forEach(request -> request.done("generation " + target + " serves"));
  }

  private void fail(String consequence) {
    stage = Stage.FAILED;
    for (WorkerSlot slot : fleet.slots().toList()) {
      fleet.dropSuccessor(slot);
    }
    String text = "reload failed: " + cause + "; " + consequence;
    LOG.log(Level.ERROR, text);
    waiting.forEach(request -> request.failed(text));
  }
}
