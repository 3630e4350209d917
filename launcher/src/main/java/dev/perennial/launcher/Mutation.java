package dev.perennial.launcher;

import dev.perennial.config.Candidate;
import dev.perennial.config.Config;
import dev.perennial.launcher.WorkerHandle.State;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A change of the mutable options in all workers at once, restarting nothing: first every worker
/// checks whether it could switch, then all do; one that refuses keeps all from it.
///
/// A worker that becomes ready meanwhile is asked too. One that leaves need not answer; one that
/// does not answer in time is killed, and replaced by one that starts with the configuration in
/// force.
///
/// Owned by the supervisor's thread.
final class Mutation {

  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  // PREPARING ──all prepared, or late──► SWITCHING ──all have switched, or late──► OVER
  //     └───────────all have answered, one refused: nothing has changed────────────▲
  // A configuration that the program has changed itself meanwhile is a refusal as well.
  // The supervisor's thread causes all transitions.
  private enum Stage {
    PREPARING,
    SWITCHING,
    OVER
  }

  private final Fleet fleet;
  private final Config config;
  private final Candidate candidate;
  private final List<ControlRequest> waiting;
  private final Ticker ticker;
  private final Set<WorkerHandle> unanswered = new HashSet<>();
  private final Set<WorkerHandle> prepared = new HashSet<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private Stage stage = Stage.PREPARING;
  private Deadline deadline;
  private String summary = "";

  Mutation(
      Fleet fleet,
      Config config,
      Candidate candidate,
      List<ControlRequest> waiting,
      Ticker ticker) {
    this.fleet = fleet;
    this.config = config;
    this.candidate = candidate;
    this.waiting = waiting;
    this.ticker = ticker;
    this.deadline = Deadline.after(LIMIT, ticker);
  }

  void begin() {
    fleet.workers().filter(worker -> worker.is(State.READY)).forEach(this::ask);
  }

  /// A worker has become ready.
  void joined(WorkerHandle worker) {
    if (stage == Stage.PREPARING) {
      ask(worker);
    }
  }

  private void ask(WorkerHandle worker) {
    unanswered.add(worker);
    worker.tell(new WorkerOrder.Prepare(candidate.snapshot().toText()));
  }

  void prepared(WorkerHandle worker, int generation) {
    if (concerns(generation) && unanswered.remove(worker)) {
      prepared.add(worker);
    }
  }

  /// Waits for the others all the same, so that an operator sees all reasons.
  void refused(WorkerHandle worker, int generation, String cause) {
    if (concerns(generation) && unanswered.remove(worker)) {
      refusals.add(worker + ": " + cause);
    }
  }

  /// Whether an answer is one to this mutation: a worker that became ready late may just have been
  /// asked to catch up with the configuration in force.
  boolean concerns(int generation) {
    return generation == candidate.snapshot().generation();
  }

  /// @param trouble listeners that could not follow, or an empty text
  void switched(WorkerHandle worker, String trouble) {
    if (stage == Stage.SWITCHING && unanswered.remove(worker) && !trouble.isEmpty()) {
      failures.add(worker + ": " + trouble);
    }
  }

  /// Makes the move that can be made now.
  ///
  /// @return whether the mutation is over
  boolean advance() {
    if (stage == Stage.PREPARING && nobodyIsMissing()) {
      if (refusals.isEmpty()) {
        commit();
      } else {
        refuse();
      }
    }
    if (stage == Stage.SWITCHING && nobodyIsMissing()) {
      finish();
    }
    return stage == Stage.OVER;
  }

  private boolean nobodyIsMissing() {
    unanswered.removeIf(worker -> !worker.is(State.READY));
    if (deadline.passed()) {
      unanswered.forEach(
          worker -> worker.killAfterReport("did not answer a change of configuration"));
      unanswered.clear();
    }
    return unanswered.isEmpty();
  }

  private void commit() {
    try {
      summary = ChangeLog.mutated(config.commit(candidate));
    } catch (IllegalStateException overtaken) {
      // The program itself has changed the configuration meanwhile.
      refusals.add(String.valueOf(overtaken.getMessage()));
      refuse();
      return;
    }
    stage = Stage.SWITCHING;
    deadline = Deadline.after(LIMIT, ticker);
    prepared.removeIf(worker -> !worker.is(State.READY));
    prepared.forEach(worker -> worker.tell(new WorkerOrder.Commit()));
    unanswered.addAll(prepared);
  }

  private void refuse() {
    stage = Stage.OVER;
    prepared.forEach(worker -> worker.tell(new WorkerOrder.Abort()));
    String text = "nothing was changed: " + String.join("; ", refusals);
    LOG.log(Level.ERROR, text);
    waiting.forEach(request -> request.failed(text));
  }

  private void finish() {
    stage = Stage.OVER;
    String trouble = failures.isEmpty() ? "" : "; " + String.join("; ", failures);
    waiting.forEach(request -> request.done(summary + trouble));
  }

  void cancel() {
    waiting.forEach(request -> request.failed("the program is stopping"));
  }

  Optional<Deadline> nextDeadline() {
    return unanswered.isEmpty() ? Optional.empty() : Optional.of(deadline);
  }
}
