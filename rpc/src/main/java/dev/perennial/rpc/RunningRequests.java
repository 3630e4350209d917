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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/// The requests that a server has: a bounded number runs, the few that the transport delivered
/// ahead wait.
///
/// A request holds its place until its method has ended; its reply, which may have to wait for the
/// broker, is sent without one, so that callers that are gone do not keep others waiting. Only when
/// very many replies are owed do they hold places too.
///
/// Thread-safe.
final class RunningRequests implements InFlight.Source {

  private static final int OWED_PER_PLACE = 4;

  private record Begun(RpcRequest request, long nanos) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<IncomingRequest> waiting = new ArrayDeque<>();
  private final Map<Thread, Begun> threads = new LinkedHashMap<>();
  private final RequestRunner runner;
  private final String topic;
  private final int limit;
  // Made when the server starts: where it is only described, nothing is counted.
  private Optional<RequestMetrics> metrics = Optional.empty();
  private int running;
  private long answered;

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

  void interrupt() {
    lock.lock();
    try {
      threads.keySet().forEach(Thread::interrupt);
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
      while (!threads.isEmpty() && !deadline.passed()) {
        changed.awaitNanos(deadline.remaining().toNanos());
      }
      return threads.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  Activity activity() {
    lock.lock();
    try {
      return new Activity(answered, threads.size());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<WorkInFlight> inFlight() {
    lock.lock();
    try {
      return threads.entrySet().stream()
          .map(running -> inFlight(running.getKey(), running.getValue()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private static WorkInFlight inFlight(Thread thread, Begun begun) {
    return new WorkInFlight(
        "RPC request",
        begun.request().method(),
        Optional.ofNullable(begun.request().context().get("request_id")).map(JsonNode::asString),
        Duration.ofNanos(System.nanoTime() - begun.nanos()),
        Optional.of(thread));
  }

  // Called with the lock held.
  private void launch(IncomingRequest request) {
    running++;
    RequestMetrics counted = metrics.orElseThrow();
    Thread thread =
        Thread.ofVirtual()
            .name("rpc-" + request.request().method())
            .unstarted(() -> run(request, counted));
    threads.put(thread, new Begun(request.request(), System.nanoTime()));
    thread.start();
  }

  private void run(IncomingRequest request, RequestMetrics counted) {
    boolean placeLeft = false;
    try {
      RequestRunner.Ended ended = counted.during(() -> runner.run(request));
      placeLeft = leavePlaceBeforeReply();
      ended.rest().run();
    } finally {
      end(placeLeft);
    }
  }

  private boolean leavePlaceBeforeReply() {
    lock.lock();
    try {
      if (threads.size() - running > OWED_PER_PLACE * limit) {
        return false;
      }
      leavePlace();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end(boolean placeLeft) {
    lock.lock();
    try {
      if (!placeLeft) {
        leavePlace();
      }
      answered++;
      threads.remove(Thread.currentThread());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // Called with the lock held.
  private void leavePlace() {
    running--;
    if (state == State.OPEN && !waiting.isEmpty()) {
      launch(waiting.remove());
    }
  }
}
