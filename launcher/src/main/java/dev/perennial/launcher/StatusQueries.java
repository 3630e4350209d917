package dev.perennial.launcher;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Requests for the status that wait for the workers to say what they are doing. A worker that
/// hangs delays an answer by a second and no more; its last word is used.
///
/// Owned by the supervisor's thread.
final class StatusQueries {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private record Query(ControlRequest request, Set<WorkerHandle> unanswered, Deadline deadline) {

    boolean isOver() {
      return unanswered.isEmpty() || deadline.passed();
    }
  }

  private final Fleet fleet;
  private final Ticker ticker;
  private final List<Query> open = new ArrayList<>();
  private String state = "starting";

  StatusQueries(Fleet fleet, Ticker ticker) {
    this.fleet = fleet;
    this.ticker = ticker;
  }

  void ask(ControlRequest request) {
    Set<WorkerHandle> asked = new HashSet<>();
    fleet.workers().filter(WorkerHandle::canReport).forEach(asked::add);
    asked.forEach(worker -> worker.tell(new WorkerOrder.ReportActivity()));
    open.add(new Query(request, asked, Deadline.after(LIMIT, ticker)));
  }

  /// The worker has said what it does, or will not any more.
  void answered(WorkerHandle worker) {
    open.forEach(query -> query.unanswered().remove(worker));
  }

  /// Answers what can be answered.
  ///
  /// @param newState of the program, in one word
  void advance(String newState) {
    state = newState;
    open.removeIf(this::answerIfOver);
  }

  Optional<Deadline> nextDeadline() {
    return open.stream().map(Query::deadline).min(Comparator.comparing(Deadline::remaining));
  }

  private boolean answerIfOver(Query query) {
    if (query.isOver()) {
      query.request().done(StatusReport.of(fleet, state));
      return true;
    }
    return false;
  }
}
