package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Failures;
import dev.perennial.schedule.InFlight;
import dev.perennial.schedule.WorkInFlight;
import dev.perennial.service.Activity;
import dev.perennial.service.Metrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

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

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<IncomingRequest> waiting = new ArrayDeque<>();
  private final Places places;
  private final RequestRunner runner;
  private final String topic;
  private final ThreadFactory threads;
  // Made when the server starts: where it is only described, nothing is counted.
  private Optional<RequestMetrics> metrics = Optional.empty();
  private long answered;
  // Are told when nothing is left that has begun.
  private List<CompletableFuture<Boolean>> awaitingEnd = new ArrayList<>();
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
    this(runner, topic, limit, Thread.ofVirtual().factory());
  }

  RunningRequests(RequestRunner runner, String topic, int limit, ThreadFactory threads) {
    this.runner = runner;
    this.topic = topic;
    this.places = new Places(limit);
    this.threads = threads;
    InFlight.ofProcess().add(this);
  }

  int limit() {
    return places.limit();
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
    if (state == State.OPEN && places.isOneFree()) {
      BegunRequest fresh = launched(request);
      return () -> start(fresh);
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
      // It may have been opened again, for another consumer.
      if (state == State.CLOSED) {
        state = State.LEFT;
      }
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
      places.all().forEach(BegunRequest::cutOff);
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
      return places.begun() == 0;
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private boolean isAwaited() {
    boolean owed = places.begun() > 0 && !repliesUntil.passed();
    return owed || places.all().anyMatch(BegunRequest::runs);
  }

  // Called with the lock held.
  private Duration untilNextLook(Deadline deadline) {
    return repliesUntil.passed()
        ? deadline.remaining()
        : deadline.orEarlier(repliesUntil.remaining()).remaining();
  }

  /// Ends when nothing runs and no reply is owed.
  CompletableFuture<Boolean> ended() {
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    lock.lock();
    try {
      if (places.begun() > 0) {
        awaitingEnd.add(end);
        return end;
      }
    } finally {
      lock.unlock();
    }
    end.complete(true);
    return end;
  }

  Activity activity() {
    lock.lock();
    try {
      return new Activity(answered, places.begun());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<WorkInFlight> inFlight() {
    lock.lock();
    try {
      return places.all().map(BegunRequest::inFlight).toList();
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held. Its thread is started without the lock: it takes a while to wake a
  // processor, and others want the lock meanwhile; and a transport that hears that the request is
  // taken may offer the next one.
  private BegunRequest launched(IncomingRequest request) {
    BegunRequest fresh = new BegunRequest(request, metrics.orElseThrow());
    places.take(fresh);
    fresh.makeThread(threads, () -> run(fresh));
    return fresh;
  }

  // Called with the lock held. Returns those that get the places that are free.
  private List<BegunRequest> launchedFromWaiting() {
    if (state != State.OPEN || waiting.isEmpty()) {
      return List.of();
    }
    List<BegunRequest> launched = new ArrayList<>();
    while (places.isOneFree() && !waiting.isEmpty()) {
      launched.add(launched(waiting.remove()));
    }
    return launched;
  }

  // Also those that get the places of requests that cannot be started, however many.
  private void start(BegunRequest first) {
    List<BegunRequest> next = startOrGiveUp(first);
    while (!next.isEmpty()) {
      next = next.stream().map(this::startOrGiveUp).flatMap(List::stream).toList();
    }
  }

  // Returns those that get its place if there is no thread for it.
  private List<BegunRequest> startOrGiveUp(BegunRequest fresh) {
    Optional<Throwable> noThread = fresh.start(runner);
    return noThread.isEmpty() || !fresh.claim() ? List.of() : giveUp(fresh, noThread.get());
  }

  private List<BegunRequest> giveUp(BegunRequest lost, Throwable noThread) {
    CompletableFuture<Boolean> rest = CompletableFuture.completedFuture(false);
    try {
      rest =
          lost.counted()
              .during(() -> runner.giveUp(lost.request(), lost.taken(), noThread))
              .rest()
              .get();
    } catch (Throwable failure) {
      Failures.log(LOG, "to give up " + lost.request().request().method(), failure);
    }
    List<BegunRequest> next = placeLeft(lost);
    rest.whenComplete((_, _) -> end(lost));
    return next;
  }

  private void run(BegunRequest current) {
    if (!current.claim()) {
      return;
    }
    CompletableFuture<Boolean> rest = CompletableFuture.completedFuture(false);
    try {
      RequestRunner.Ended ended =
          current
              .counted()
              .during(() ->
                  runner.run(current.request(), current.taken().orElseThrow(), current::isCutOff));
      methodEnded(current);
      rest = ended.rest().get();
    } catch (Throwable failure) {
      Failures.log(LOG, "request " + current.request().request().method(), failure);
    } finally {
      rest.whenComplete((_, _) -> end(current));
    }
  }

  private void methodEnded(BegunRequest current) {
    List<BegunRequest> next;
    lock.lock();
    try {
      places.owe(current);
      changed.signalAll();
      next = launchedFromWaiting();
    } finally {
      lock.unlock();
    }
    next.forEach(this::start);
  }

  private List<BegunRequest> placeLeft(BegunRequest lost) {
    lock.lock();
    try {
      places.leave(lost);
      changed.signalAll();
      return launchedFromWaiting();
    } finally {
      lock.unlock();
    }
  }

  // By the thread of the method, or by the one that hears that the broker has the reply.
  private void end(BegunRequest current) {
    List<BegunRequest> next;
    List<CompletableFuture<Boolean>> told = List.of();
    lock.lock();
    try {
      if (places.end(current)) {
        answered++;
        changed.signalAll();
      }
      if (places.begun() == 0 && !awaitingEnd.isEmpty()) {
        told = awaitingEnd;
        awaitingEnd = new ArrayList<>();
      }
      next = launchedFromWaiting();
    } finally {
      lock.unlock();
    }
    told.forEach(each -> each.complete(true));
    next.forEach(this::start);
  }
}
