package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.launcher.WorkerHandle.State;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Operations that operators asked for and workers, or the supervisor itself, perform. A worker
/// that hangs delays an answer and fails no other one; the answer names it.
///
/// Owned by the supervisor's thread.
final class OperationQueries {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  /// The name of the process that is no worker.
  static final String SUPERVISOR = "supervisor";

  /// How long all have for an operation. Below what the `perennial` command waits for its answer.
  static final Duration LIMIT_FOR_ALL = Duration.ofSeconds(5);

  /// How long one has, that may have to write down much.
  static final Duration LIMIT_FOR_ONE = Duration.ofSeconds(25);

  /// Who performs an operation: a worker, or the supervisor.
  private record Performer(String service, int slot, long pid) {

    static Performer of(WorkerHandle worker) {
      return new Performer(worker.slot().service().name(), worker.slot().number(), worker.pid());
    }

    static Performer supervisor() {
      return new Performer(SUPERVISOR, 0, ProcessHandle.current().pid());
    }
  }

  private record Query(
      long number,
      PerformanceReport report,
      Set<Performer> unanswered,
      Duration limit,
      Deadline deadline) {

    boolean isOver() {
      return unanswered.isEmpty() || deadline.passed();
    }
  }

  private final Fleet fleet;
  private final Extensions extensions;
  private final Config config;
  private final Consumer<Command> commands;
  private final Executor aside;
  private final Ticker ticker;
  private final List<Query> open = new ArrayList<>();
  private long numbers;

  /// @param aside for what may block
  OperationQueries(
      Fleet fleet,
      Extensions extensions,
      Config config,
      Consumer<Command> commands,
      Executor aside,
      Ticker ticker) {
    this.fleet = fleet;
    this.extensions = extensions;
    this.config = config;
    this.commands = commands;
    this.aside = aside;
    this.ticker = ticker;
  }

  void ask(ControlRequest request) {
    askAll(request, fleet.workers().filter(worker -> worker.is(State.READY)));
  }

  /// Has this process and all workers open their log files again, those that start or drain too:
  /// they write as well. Here too a file may stand still, and whoever opens it then waits.
  void reopenLogs(ControlRequest request) {
    Query query = askAll(request, fleet.workers().filter(WorkerHandle::canReport));
    performHere(query, this::reopenLogsHere);
  }

  private void performHere(Query query, Supplier<Performance> operation) {
    query.unanswered().add(Performer.supervisor());
    aside.execute(
        () -> commands.accept(new Command.PerformedHere(query.number(), operation.get())));
  }

  private Performance reopenLogsHere() {
    try {
      extensions.reopenLogs();
      return new Performance(Performance.Kind.DONE, "[]");
    } catch (IOException failure) {
      LOG.log(Level.ERROR, "log files stay as they are: {0}", failure.getMessage());
      String why = config.secretMask().apply(String.valueOf(failure.getMessage()));
      return new Performance(Performance.Kind.FAILED, why);
    }
  }

  /// Asks the process that the first argument names, whatever state it is in.
  void askOne(ControlRequest request) {
    String name = request.arguments().getFirst();
    List<String> words = request.arguments().subList(1, request.arguments().size());
    if (name.equals(SUPERVISOR) || name.equals(Long.toString(ProcessHandle.current().pid()))) {
      Query query = ask(request, Stream.empty(), words, LIMIT_FOR_ONE);
      performHere(query, () -> Performance.of(config, extensions, words));
      return;
    }
    List<WorkerHandle> named = named(name);
    if (named.size() == 1) {
      ask(request, named.stream(), words, LIMIT_FOR_ONE);
    } else {
      request.failed(
          (named.isEmpty() ? "no process " : "several processes ")
              + name
              + "; name one of "
              + all());
    }
  }

  // A slot stands for the worker that serves in it; a service for its only slot.
  private List<WorkerHandle> named(String name) {
    return fleet
        .slots()
        .flatMap(slot ->
            slot.workers()
                .filter(WorkerHandle::isAlive)
                .filter(worker ->
                    Long.toString(worker.pid()).equals(name)
                        || slot.current().map(w -> w == worker).orElse(true)
                            && (slot.toString().equals(name)
                                || slot.service().name().equals(name))))
        .toList();
  }

  private String all() {
    return Stream.concat(Stream.of(SUPERVISOR), fleet.slots().map(WorkerSlot::toString))
        .collect(Collectors.joining(", "));
  }

  private Query askAll(ControlRequest request, Stream<WorkerHandle> workers) {
    return ask(request, workers, request.arguments(), LIMIT_FOR_ALL);
  }

  private Query ask(
      ControlRequest request, Stream<WorkerHandle> workers, List<String> words, Duration limit) {
    long number = ++numbers;
    Set<Performer> asked = new LinkedHashSet<>();
    workers.forEach(worker -> {
      worker.tell(new WorkerOrder.Perform(number, words));
      asked.add(Performer.of(worker));
    });
    Query query =
        new Query(
            number, new PerformanceReport(request), asked, limit, Deadline.after(limit, ticker));
    open.add(query);
    return query;
  }

  /// A worker has performed an operation, or cannot.
  void answered(WorkerHandle worker, long number, Performance performance) {
    answered(Performer.of(worker), number, performance);
  }

  /// This process has performed an operation, or cannot.
  void answeredHere(long number, Performance performance) {
    answered(Performer.supervisor(), number, performance);
  }

  private void answered(Performer performer, long number, Performance performance) {
    open.stream()
        .filter(query -> query.number() == number && query.unanswered().remove(performer))
        .forEach(query -> add(query, performer, performance));
  }

  /// A worker is gone.
  void left(WorkerHandle worker) {
    open.forEach(query -> query.unanswered().remove(Performer.of(worker)));
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
      query.unanswered().forEach(performer -> add(query, performer, silence(query, performer)));
      query.report().answer();
      return true;
    }
    return false;
  }

  // Where several are asked, the answer names each.
  private static Performance silence(Query query, Performer performer) {
    String text =
        query.report().isOfOne() ? silence(performer.pid(), query.limit()) : silence(query.limit());
    return new Performance(Performance.Kind.FAILED, text);
  }

  /// What an operator reads of a process that hangs.
  static String silence(long pid, Duration limit) {
    return "process " + pid + " " + silence(limit);
  }

  private static String silence(Duration limit) {
    return "did not answer within " + limit.toSeconds() + " s";
  }

  private static void add(Query query, Performer performer, Performance performance) {
    query.report().add(performer.service(), performer.slot(), performer.pid(), performance);
  }
}
