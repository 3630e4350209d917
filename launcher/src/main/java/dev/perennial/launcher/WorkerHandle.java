package dev.perennial.launcher;

import dev.perennial.process.ExitStatus;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The supervisor's view of one worker process.
///
/// Owned by the supervisor's thread; others only pass it around as a name, and read [#pid()].
final class WorkerHandle {

  // BOOTING ──says ready──► READY ──told to drain──► DRAINING ──late──► ENDING ──► GONE
  //    │                     │ │ └──told to end at once───┼──────────────▲ │         ▲
  //    │ boot timeout        │ └── link lost ─────────────┴─ after grace ──┴► KILLED ┘ reaped
  //    └────────► OVERDUE ◄──┘ hangs                                           ▲
  //                  └─────────────────── a moment later ──────────────────────┘
  // Whoever DRAINS may be GONE before it is late. An ENDING one was told to cut off what it does,
  // and has KILL_GRACE to tell those who wait for an answer.
  // What is killed for being late or deaf has been asked before for its stacks and for a report: an
  // OVERDUE one when it became so, the others shortly before their time is over.
  // One that is told to leave before it was ready is KILLED at once, and so is everything when the
  // program ends without waiting.
  // A link that is lost is the end of the process as a rule, and its exit status follows within
  // milliseconds; only a worker that lives on without one is killed.
  // A process may be reaped in any state, which leads to GONE; nothing leaves GONE. All transitions
  // are caused by the supervisor's thread.
  enum State {
    BOOTING,
    OVERDUE,
    READY,
    DRAINING,
    ENDING,
    KILLED,
    GONE
  }

  /// What a worker gets on top of its deadline to cut off what it does and to end by itself, before
  /// it is killed.
  static final Duration KILL_GRACE = Duration.ofSeconds(2);

  private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(1);

  /// A JVM prints its stacks within some ten milliseconds, later on a machine so busy that it was
  /// late for that; one that is stuck altogether does not.
  private static final Duration STACKS_LIMIT = Duration.ofSeconds(3);

  /// How long before the end of its time a process that still drains is asked for them, at the
  /// most. A report takes longer than stacks: most of what it needs is loaded for it.
  private static final Duration DRAIN_LEAD = Duration.ofMillis(1500);

  /// The same for one without a connection: as a rule it has ended, and its exit status follows.
  private static final Duration UNREACHABLE_LEAD = Duration.ofMillis(500);

  /// How long after it is ready a JVM is busy with compiling.
  private static final Duration SETTLING = Duration.ofSeconds(3);

  private final WorkerSlot slot;
  private final int generation;
  private final int configGeneration;
  private final Deadline bootDeadline;
  private final Ticker ticker;
  private final long bornAt;
  private State state = State.BOOTING;
  private Runnable killer = () -> {};
  private Runnable stackPrinter = () -> {};
  private Runnable onReady = () -> {};
  private Runnable onSettled = () -> {};
  private volatile long pid;
  private volatile boolean crashedOnCache;
  private Optional<WorkerLink> link = Optional.empty();
  private Optional<Deadline> settledAt = Optional.empty();
  private Optional<Deadline> stacksUntil = Optional.empty();
  private Optional<Deadline> stacksAt = Optional.empty();
  private String overdueBecause = "";
  private Optional<Deadline> drainUntil = Optional.empty();
  private Optional<Deadline> endUntil = Optional.empty();
  private Optional<Deadline> unreachableUntil = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private Optional<Integer> switchedTo = Optional.empty();
  private WorkerMessage.Reports report = WorkerMessage.Reports.NOTHING;
  private boolean wasReady;
  private boolean killedByOthers;
  private boolean wantsToLeave;
  private boolean standsBy;

  WorkerHandle(
      WorkerSlot slot, int generation, int configGeneration, Duration bootTimeout, Ticker ticker) {
    this.slot = slot;
    this.generation = generation;
    this.configGeneration = configGeneration;
    this.bootDeadline = Deadline.after(bootTimeout, ticker);
    this.ticker = ticker;
    this.bornAt = ticker.nanoTime();
  }

  /// @param processId of the process
  /// @param kill ends it at once
  /// @param printStacks has it print the stacks of its threads
  void runsAs(long processId, Runnable kill, Runnable printStacks) {
    killer = kill;
    stackPrinter = printStacks;
    pid = processId;
  }

  /// @param action what is done once it is ready
  void whenReady(Runnable action) {
    onReady = action;
  }

  /// @param action what is done when it has been ready for some seconds
  void whenSettled(Runnable action) {
    onSettled = action;
  }

  WorkerSlot slot() {
    return slot;
  }

  int generation() {
    return generation;
  }

  int configGeneration() {
    return switchedTo.orElse(configGeneration);
  }

  void switchedTo(int generation) {
    switchedTo = Optional.of(generation);
  }

  long pid() {
    return pid;
  }

  State state() {
    return state;
  }

  boolean is(State wanted) {
    return state == wanted;
  }

  boolean isAlive() {
    return state != State.GONE;
  }

  Duration age() {
    return Duration.ofNanos(ticker.nanoTime() - bornAt);
  }

  void connected(WorkerLink newLink) {
    link = Optional.of(newLink);
  }

  void disconnected() {
    unreachableUntil = Optional.of(Deadline.after(UNREACHABLE_LIMIT, ticker));
    stacksAt = unreachableUntil.map(end -> before(end, UNREACHABLE_LEAD));
  }

  void ready() {
    if (state == State.BOOTING) {
      state = State.READY;
      wasReady = true;
      settledAt = Optional.of(Deadline.after(SETTLING, ticker));
      onReady.run();
    }
  }

  /// It waits for the order to take over.
  void standsBy() {
    standsBy = true;
  }

  /// Gives that order, once.
  void takeOver() {
    if (standsBy && state == State.READY) {
      standsBy = false;
      tell(new WorkerOrder.TakeOver());
    }
  }

  void wantsToLeave(boolean wants) {
    wantsToLeave = wants;
  }

  boolean wantsToLeave() {
    return wantsToLeave;
  }

  boolean wasReady() {
    return wasReady;
  }

  /// Its JVM has crashed on an [AotCache] that the next one is started without. Called by the
  /// thread that reaps it, before it is told that it has ended.
  void crashedOnCache() {
    crashedOnCache = true;
  }

  /// Whether it ended for a reason that the next one will not have.
  boolean hasCrashedOnCache() {
    return crashedOnCache;
  }

  void failed(String cause) {
    failure = Optional.of(cause);
  }

  /// Whether it answers when it is asked what it does, or to open its log files again.
  boolean canReport() {
    return switch (state) {
      case READY, DRAINING, ENDING -> true;
      case BOOTING -> link.isPresent();
      case OVERDUE, KILLED, GONE -> false;
    };
  }

  void reported(WorkerMessage.Reports newest) {
    report = newest;
  }

  /// What it has said last of its service.
  WorkerMessage.Reports report() {
    return report;
  }

  void tell(WorkerOrder order) {
    link.ifPresent(l -> l.send(order));
  }

  /// Asks it to finish and leave; what is not ready has nothing to finish and is killed.
  ///
  /// @param deadline when it is cut off; [#KILL_GRACE] later it is killed
  void drain(Deadline deadline) {
    if (deadline.passed()) {
      cutOff();
      return;
    }
    switch (state) {
      case READY -> {
        state = State.DRAINING;
        drainUntil = Optional.of(deadline);
        stacksAt = Optional.of(before(deadline, DRAIN_LEAD));
        tell(new WorkerOrder.Drain(deadline.bounded() ? deadline.remaining().toMillis() : -1));
      }
      case BOOTING, OVERDUE -> killUnready();
      case DRAINING, ENDING, KILLED, GONE -> {}
    }
  }

  /// Asks it to cut off what it does and leave; one that does not is killed after [#KILL_GRACE].
  void cutOff() {
    switch (state) {
      case READY, DRAINING -> {
        Deadline end = Deadline.after(KILL_GRACE, ticker);
        endUntil = Optional.of(end);
        // Of what it was late with it has told already, or is about to.
        if (state == State.READY) {
          stacksAt = Optional.of(before(end, DRAIN_LEAD));
        }
        state = State.ENDING;
        tell(new WorkerOrder.Drain(0));
      }
      case BOOTING, OVERDUE -> killUnready();
      case ENDING, KILLED, GONE -> {}
    }
  }

  private void killUnready() {
    kill("was told to leave before it was ready");
  }

  /// Ends it at once.
  void kill(String why) {
    if (state == State.GONE || state == State.KILLED) {
      return;
    }
    state = State.KILLED;
    if (failure.isEmpty()) {
      failure = Optional.of(why);
    }
    killer.run();
  }

  /// Ends it a moment later, when it has said what it is doing.
  void killAfterReport(String why) {
    if (state == State.BOOTING || state == State.READY) {
      state = State.OVERDUE;
      overdueBecause = why;
      stacksUntil = Optional.of(Deadline.after(STACKS_LIMIT, ticker));
      askForReport();
    }
  }

  // The JVM prints stacks also when none of its threads can do anything; the report knows more.
  private void askForReport() {
    tell(new WorkerOrder.Perform(WorkerOrder.NOBODY_ASKED, List.of(Extensions.REPORT)));
    stackPrinter.run();
  }

  // One that has little time is given half of it before it is asked: as a rule it needs no more.
  private static Deadline before(Deadline deadline, Duration lead) {
    Duration half = deadline.remaining().dividedBy(2);
    return deadline.plus((half.compareTo(lead) < 0 ? half : lead).negated());
  }

  /// Kills it when it has taken too long for the state that it is in, and does what was to be done
  /// at some moment.
  void enforceDeadlines() {
    if (settledAt.map(Deadline::passed).orElse(false)) {
      settledAt = Optional.empty();
      onSettled.run();
    }
    if (state == State.BOOTING && bootDeadline.passed()) {
      killAfterReport("was not ready in time (boot_timeout)");
    } else if (stacksUntil.map(Deadline::passed).orElse(false)) {
      kill(overdueBecause);
    } else if (state == State.DRAINING && drainUntil.map(Deadline::passed).orElse(false)) {
      cutOff();
    } else if (state == State.ENDING && endUntil.map(Deadline::passed).orElse(false)) {
      kill(ExitCause.KILLED_LATE);
    } else if (unreachableUntil.map(Deadline::passed).orElse(false)) {
      kill("lost its connection to the supervisor");
    } else if (stacksAt.map(Deadline::passed).orElse(false)) {
      stacksAt = Optional.empty();
      askForReport();
    }
  }

  /// The moments at which [#enforceDeadlines()] has something to do.
  Stream<Deadline> deadlines() {
    Stream<Deadline> ofState =
        switch (state) {
          case BOOTING -> Stream.of(bootDeadline);
          case OVERDUE -> stacksUntil.stream();
          case DRAINING -> drainUntil.stream();
          case ENDING -> endUntil.stream();
          case READY, KILLED, GONE -> Stream.empty();
        };
    boolean alive = state != State.KILLED && state != State.GONE;
    Stream<Deadline> ofLife =
        alive
            ? Stream.of(unreachableUntil, stacksAt, settledAt).flatMap(Optional::stream)
            : Stream.empty();
    return Stream.concat(ofState, ofLife);
  }

  /// Its process has ended and was reaped.
  ///
  /// @return why, for an operator
  String gone(ExitStatus status) {
    String cause =
        failure
            .map(why -> ExitCause.of(why, status))
            .orElseGet(() -> ExitCause.unexplained(state, status, link.isPresent()));
    killedByOthers = failure.isEmpty() && ExitCause.isKill(status);
    state = State.GONE;
    link.ifPresent(WorkerLink::close);
    return cause;
  }

  /// Whether it worked when somebody else ended it with SIGKILL.
  boolean wasTakenAway() {
    return killedByOthers && wasReady;
  }

  @Override
  public String toString() {
    return slot + " (pid " + pid + ")";
  }
}
