package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.InFlight;
import dev.perennial.schedule.WorkInFlight;
import dev.perennial.service.Activity;
import dev.perennial.service.Metrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/// The requests that a server has: a bounded number runs, the few that the transport delivered
/// ahead wait.
///
/// A request holds its place and its thread until its method has ended. Its reply, which may have
/// to wait for the broker, is owed without them, so that callers that are gone do not keep others
/// waiting. Only when very many replies are owed do they hold places too; a transport does not let
/// callers that are gone make them so many.
///
/// Thread-safe.
final class RunningRequests implements InFlight.Source {

  // More than the replies that a transport keeps for callers without a queue, both of them.
  private static final int OWED_PER_PLACE = 4;
  private static final int LEAST_OWED = 256;

  /// A request whose method runs, or whose reply is owed. The lock guards its fields.
  private static final class Begun {
    private final long nanos = System.nanoTime();
    private final IncomingRequest request;
    // Until the method has ended.
    private Optional<Thread> thread = Optional.empty();
    private boolean holdsPlace = true;
    // Whether it is to be run. Of whoever starts its thread, then of that.
    private BooleanSupplier taken = () -> false;
    // Before its thread is interrupted, for that thread to see.
    private volatile boolean cutOff;

    Begun(IncomingRequest request) {
      this.request = request;
    }

    void cutOff() {
      cutOff = true;
      thread.ifPresent(Thread::interrupt);
    }

    boolean isOwedInPlace() {
      return holdsPlace && thread.isEmpty();
    }

    WorkInFlight inFlight() {
      RpcRequest what = request.request();
      return new WorkInFlight(
          "RPC request",
          what.method(),
          requestId(what),
          Duration.ofNanos(System.nanoTime() - nanos),
          thread);
    }

    // A peer may send anything under this name.
    private static Optional<String> requestId(RpcRequest request) {
      return Optional.ofNullable(request.context().get(RequestFacts.REQUEST_ID))
          .filter(JsonNode::isString)
          .map(JsonNode::asString);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<IncomingRequest> waiting = new ArrayDeque<>();
  private final Set<Begun> begun = new LinkedHashSet<>();
  private final RequestRunner runner;
  private final String topic;
  private final int limit;
  // Made when the server starts: where it is only described, nothing is counted.
  private Optional<RequestMetrics> metrics = Optional.empty();
  private int running;
  // Those of them whose methods have ended.
  private int owedInPlaces;
  private long answered;
  // How long replies that are owed are waited for.
  private Deadline repliesUntil = Deadline.never();

  // OPEN ──close──► CLOSED ──leave──► LEFT ──open──► OPEN; open also leads there from CLOSED.
  // The server causes the transitions; the lock makes each one step.
  // CLOSED: the consumer may still be there, and what was given back at once would come again at
  // once; so it waits. LEFT: no more is delivered, and what still comes goes to others.
  private enum State {
    OPEN,
    CLOSED,
    LEFT
  }

  private State state = State.CLOSED;

  RunningRequests(RequestRunner runner, String topic, int limit) {
    this.runner = runner;
    this.topic = topic;
    this.limit = limit;
    InFlight.ofProcess().add(this);
  }

  int limit() {
    return limit;
  }

  void open() {
    lock.lock();
    try {
      // What waited was given back by the consumer of that time.
      waiting.clear();
      metrics = Optional.of(new RequestMetrics(Metrics.ofProcess(), topic));
      repliesUntil = Deadline.never();
      state = State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /// Runs nothing more that has not begun.
  void close() {
    lock.lock();
    try {
      state = State.CLOSED;
    } finally {
      lock.unlock();
    }
  }

  /// Runs a request now or when there is a place; one that comes too late is given back.
  void offer(IncomingRequest request) {
    Runnable rest;
    lock.lock();
    try {
      rest = take(request);
    } finally {
      lock.unlock();
    }
    rest.run();
  }

  // Called with the lock held. Returns what is left to do without it.
  private Runnable take(IncomingRequest request) {
    if (state == State.OPEN && running < limit) {
      return launched(request);
    }
    if (state == State.LEFT) {
      return request::requeue;
    }
    waiting.add(request);
    return () -> {};
  }

  /// The consumer is gone: gives back what waits, and what still comes.
  void leave() {
    lock.lock();
    try {
      state = State.LEFT;
    } finally {
      lock.unlock();
    }
    giveBack();
  }

  /// Gives back what waits. A server that was closed calls this.
  void giveBack() {
    List<IncomingRequest> rest;
    lock.lock();
    try {
      rest = new ArrayList<>(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    rest.forEach(IncomingRequest::requeue);
  }

  /// Interrupts the methods that run.
  ///
  /// @param repliesUntil how long replies, also those of these methods, are waited for
  void interrupt(Deadline repliesUntil) {
    lock.lock();
    try {
      this.repliesUntil = repliesUntil;
      begun.forEach(Begun::cutOff);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing runs and no reply is owed that is waited for.
  ///
  /// @return whether nothing runs and no reply is owed
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      while (isAwaited() && !deadline.passed()) {
        changed.awaitNanos(untilNextLook(deadline).toNanos());
      }
      return begun.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private boolean isAwaited() {
    boolean owed = !begun.isEmpty() && !repliesUntil.passed();
    return owed || begun.stream().anyMatch(each -> each.thread.isPresent());
  }

  // Called with the lock held.
  private Duration untilNextLook(Deadline deadline) {
    return repliesUntil.passed()
        ? deadline.remaining()
        : deadline.orEarlier(repliesUntil.remaining()).remaining();
  }

  Activity activity() {
    lock.lock();
    try {
      return new Activity(answered, begun.size());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<WorkInFlight> inFlight() {
    lock.lock();
    try {
      return begun.stream().map(Begun::inFlight).toList();
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held. Returns what starts its thread, which is done without the lock: it
  // takes a while to wake a processor, and others want the lock meanwhile; and a transport that
  // hears that the request is taken may offer the next one.
  private Runnable launched(IncomingRequest request) {
    running++;
    Begun fresh = new Begun(request);
    RequestMetrics counted = metrics.orElseThrow();
    Thread thread =
        Thread.ofVirtual()
            .name("rpc-" + request.request().method())
            .unstarted(() -> run(fresh, counted));
    fresh.thread = Optional.of(thread);
    begun.add(fresh);
    return () -> start(fresh, thread);
  }

  private void start(Begun fresh, Thread thread) {
    fresh.taken = runner.take(fresh.request);
    try {
      thread.start();
    } catch (Throwable noMemory) {
      fresh.taken.getAsBoolean(); // the broker is told nevertheless
      throw noMemory;
    }
  }

  // Called with the lock held. Returns what starts those that get the places that are free.
  private List<Runnable> launchedFromWaiting() {
    if (state != State.OPEN || waiting.isEmpty()) {
      return List.of();
    }
    List<Runnable> launched = new ArrayList<>();
    while (running < limit && !waiting.isEmpty()) {
      launched.add(launched(waiting.remove()));
    }
    return launched;
  }

  private void run(Begun current, RequestMetrics counted) {
    CompletableFuture<Boolean> rest = CompletableFuture.completedFuture(false);
    try {
      RequestRunner.Ended ended =
          counted.during(() -> runner.run(current.request, current.taken, () -> current.cutOff));
      methodEnded(current);
      rest = ended.rest().get();
    } finally {
      rest.whenComplete((_, _) -> end(current));
    }
  }

  private void methodEnded(Begun current) {
    List<Runnable> next;
    lock.lock();
    try {
      current.thread = Optional.empty();
      owedInPlaces++;
      if (roomForOwed()) {
        leavePlace(current);
      }
      changed.signalAll();
      next = launchedFromWaiting();
    } finally {
      lock.unlock();
    }
    next.forEach(Runnable::run);
  }

  // Called with the lock held.
  private boolean roomForOwed() {
    return begun.size() - running < Math.max(OWED_PER_PLACE * limit, LEAST_OWED);
  }

  // By the thread of the method, or by the one that hears that the broker has the reply.
  private void end(Begun current) {
    List<Runnable> next;
    lock.lock();
    try {
      leavePlace(current);
      if (begun.remove(current)) {
        answered++;
        changed.signalAll();
      }
      if (owedInPlaces > 0 && roomForOwed()) {
        begun.stream().filter(Begun::isOwedInPlace).findFirst().ifPresent(this::leavePlace);
      }
      next = launchedFromWaiting();
    } finally {
      lock.unlock();
    }
    next.forEach(Runnable::run);
  }

  // Called with the lock held.
  private void leavePlace(Begun current) {
    if (!current.holdsPlace) {
      return;
    }
    current.holdsPlace = false;
    running--;
    if (current.thread.isEmpty()) {
      owedInPlaces--;
    }
  }
}
