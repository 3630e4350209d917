package dev.perennial.launcher;

import dev.perennial.launcher.WorkerHandle.State;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Operations that operators asked for and workers perform. A worker that hangs delays an answer by
/// five seconds and no more; the answer says so.
///
/// Owned by the supervisor's thread.
final class OperationQueries {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final Performance SILENT =
      new Performance(Performance.Kind.FAILED, "did not answer within " + LIMIT.toSeconds() + " s");

  private record Query(
      long number, PerformanceReport report, Set<WorkerHandle> unanswered, Deadline deadline) {

    boolean isOver() {
      return unanswered.isEmpty() || deadline.passed();
    }
  }

  private final Fleet fleet;
  private final Ticker ticker;
  private final List<Query> open = new ArrayList<>();
  private long numbers;

  OperationQueries(Fleet fleet, Ticker ticker) {
    this.fleet = fleet;
    this.ticker = ticker;
  }

  void ask(ControlRequest request) {
    long number = ++numbers;
    Set<WorkerHandle> asked = new HashSet<>();
    fleet.workers().filter(worker -> worker.is(State.READY)).forEach(asked::add);
    asked.forEach(worker -> worker.tell(new WorkerOrder.Perform(number, request.arguments())));
    open.add(
        new Query(number, new PerformanceReport(request), asked, Deadline.after(LIMIT, ticker)));
  }

  /// A worker has performed an operation, or cannot.
  void answered(WorkerHandle worker, long number, Performance performance) {
    open.stream()
        .filter(query -> query.number() == number && query.unanswered().remove(worker))
        .forEach(query -> add(query, worker, performance));
  }

  /// A worker is gone.
  void left(WorkerHandle worker) {
    open.forEach(query -> query.unanswered().remove(worker));
  }

  /// Answers what can be answered.
  void advance() {
    open.removeIf(OperationQueries::answerIfOver);
  }

  Optional<Deadline> nextDeadline() {
    return open.stream().map(Query::deadline).min(Comparator.comparing(Deadline::remaining));
  }

  private static boolean answerIfOver(Query query) {
    if (query.isOver()) {
      query.unanswered().forEach(worker -> add(query, worker, SILENT));
      query.report().answer();
      return true;
    }
    return false;
  }

  private static void add(Query query, WorkerHandle worker, Performance performance) {
    WorkerSlot slot = worker.slot();
    query.report().add(slot.service().name(), slot.number(), worker.pid(), performance);
  }
}
