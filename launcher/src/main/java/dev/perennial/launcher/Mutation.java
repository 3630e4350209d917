package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.launcher.WorkerHandle.State;
import dev.perennial.schedule.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A change of the mutable options in all workers at once, restarting nothing: first every worker
/// checks whether it could switch, then all do; one that refuses keeps all from it.
///
/// Owned by the supervisor's thread.
final class Mutation {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final Fleet fleet;
  private final Config config;
  private final Candidate candidate;
  private final List<ControlRequest> waiting;
  private final Set<WorkerHandle> unanswered = new HashSet<>();
  private final Set<WorkerHandle> prepared = new HashSet<>();
  private final Deadline deadline;
  private final ChangeLog changeLog;
  private String refusal = "";

  Mutation(
      Fleet fleet,
      Config config,
      Candidate candidate,
      List<ControlRequest> waiting,
      Deadline deadline,
      ChangeLog changeLog) {
    this.fleet = fleet;
    this.config = config;
    this.candidate = candidate;
    this.waiting = waiting;
    this.deadline = deadline;
    this.changeLog = changeLog;
  }

  void begin() {
    String snapshot = candidate.snapshot().toText();
    fleet.workers().filter(worker -> worker.is(State.READY)).forEach(unanswered::add);
    unanswered.forEach(worker -> worker.tell(new WorkerOrder.Prepare(snapshot)));
  }

  void prepared(WorkerHandle worker) {
    if (unanswered.remove(worker)) {
      prepared.add(worker);
    }
  }

  void refused(WorkerHandle worker, String cause) {
    unanswered.remove(worker);
    refusal = worker + ": " + cause;
  }

  /// Switches once all have answered. A worker that does not answer in time is killed and replaced
  /// by one that starts with the new configuration.
  ///
  /// @return whether the mutation is over
  boolean advance() {
    unanswered.removeIf(worker -> !worker.isAlive());
    if (!refusal.isEmpty()) {
      refuse();
      return true;
    }
    if (!unanswered.isEmpty() && !deadline.passed()) {
      return false;
    }
    unanswered.forEach(worker -> worker.kill("did not answer a change of configuration"));
    commit();
    return true;
  }

  void cancel() {
    waiting.forEach(request -> request.failed("the program is stopping"));
  }

  Optional<Deadline> nextDeadline() {
    return unanswered.isEmpty() ? Optional.empty() : Optional.of(deadline);
  }

  private void refuse() {
    prepared.forEach(worker -> worker.tell(new WorkerOrder.Abort()));
    String text = "nothing was changed: " + refusal;
    LOG.log(Level.ERROR, text);
    waiting.forEach(request -> request.failed(text));
  }

  private void commit() {
    config.commit(candidate);
    for (WorkerHandle worker : prepared) {
      worker.tell(new WorkerOrder.Commit());
      worker.switchedTo(candidate.snapshot().generation());
    }
    String text = changeLog.mutated(candidate.change());
    waiting.forEach(request -> request.done(text));
  }
}
