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
  // Since the methods were interrupted. Written with the lock held.
  private volatile boolean nobodyWaits;

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
      nobodyWaits = false;
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
    lock.lock();
    try {
      if (state == State.OPEN && running < limit) {
        launch(request);
        return;
      }
      if (state != State.LEFT) {
        waiting.add(request);
        return;
      }
    } finally {
      lock.unlock();
    }
    request.requeue();
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

  /// Interrupts the methods that run. Replies that are owed are still sent as long as the transport
  /// is open, but nobody waits for them.
  void interrupt() {
    lock.lock();
    try {
      nobodyWaits = true;
      begun.removeIf(each -> each.thread.isEmpty());
      begun.forEach(Begun::cutOff);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing runs and no reply is owed.
  ///
  /// @return whether that is so
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      while (!begun.isEmpty() && !deadline.passed()) {
        changed.awaitNanos(deadline.remaining().toNanos());
      }
      return begun.isEmpty();
    } finally {
      lock.unlock();
    }
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

  // Called with the lock held.
  private void launch(IncomingRequest request) {
    running++;
    Begun fresh = new Begun(request);
    RequestMetrics counted = metrics.orElseThrow();
    Thread thread =
        Thread.ofVirtual()
            .name("rpc-" + request.request().method())
            .unstarted(() -> run(fresh, counted));
    fresh.thread = Optional.of(thread);
    begun.add(fresh);
    thread.start();
  }

  private void run(Begun current, RequestMetrics counted) {
    CompletableFuture<Boolean> rest = CompletableFuture.completedFuture(false);
    try {
      RequestRunner.Ended ended =
          counted.during(() -> runner.run(current.request, () -> current.cutOff));
      methodEnded(current);
      rest = ended.rest().get();
    } finally {
      owe(current, rest);
    }
  }

  // Whoever interrupts the methods right after this has looked finds the request without a thread,
  // and forgets it.
  private void owe(Begun current, CompletableFuture<Boolean> rest) {
    if (nobodyWaits) {
      end(current);
    } else {
      rest.whenComplete((_, _) -> end(current));
    }
  }

  private void methodEnded(Begun current) {
    lock.lock();
    try {
      current.thread = Optional.empty();
      owedInPlaces++;
      if (roomForOwed()) {
        leavePlace(current);
      }
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private boolean roomForOwed() {
    return begun.size() - running < Math.max(OWED_PER_PLACE * limit, LEAST_OWED);
  }

  // By the thread of the method, or by the one that hears that the broker has the reply.
  private void end(Begun current) {
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
    } finally {
      lock.unlock();
    }
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
    if (state == State.OPEN && !waiting.isEmpty()) {
      launch(waiting.remove());
    }
  }
}
