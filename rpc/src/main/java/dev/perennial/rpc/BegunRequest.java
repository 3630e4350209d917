package dev.perennial.rpc;

import dev.perennial.schedule.WorkInFlight;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/// A request that has got a place: its method runs, or its reply is owed.
///
/// The lock of [RunningRequests] guards it, but for what says otherwise.
final class BegunRequest {

  // RUNS ──its method has ended──► OWED_IN_PLACE ──leavePlace──► OWED
  //   └──it cannot be run, or not to its end──leavePlace──► OWED
  // RUNS: or its thread is about to be started. OWED: others have its place.
  private enum State {
    RUNS,
    OWED_IN_PLACE,
    OWED
  }

  private final long nanos = System.nanoTime();
  private final IncomingRequest request;
  private final RequestMetrics counted;
  // The thread that runs it, or whoever could not start that: the JDK may say that a thread was not
  // started which has begun nevertheless.
  private final AtomicBoolean claimed = new AtomicBoolean();
  private State state = State.RUNS;
  private Optional<Thread> thread = Optional.empty();
  private Optional<Throwable> withoutThread = Optional.empty();
  // Of whoever starts its thread, then of that: whether it is to be run, once that is decided.
  private Optional<BooleanSupplier> taken = Optional.empty();
  // Before its thread is interrupted, for that thread to see.
  private volatile boolean cutOff;

  /// @param counted counts what becomes of it
  BegunRequest(IncomingRequest request, RequestMetrics counted) {
    this.request = request;
    this.counted = counted;
  }

  IncomingRequest request() {
    return request;
  }

  RequestMetrics counted() {
    return counted;
  }

  /// Makes its thread, which [#start(RequestRunner)] then tells of a failure.
  void makeThread(ThreadFactory threads, Runnable body) {
    try {
      Thread made = threads.newThread(body);
      made.setName("rpc-" + request.request().method());
      thread = Optional.of(made);
    } catch (Throwable noMemory) {
      withoutThread = Optional.of(noMemory);
    }
  }

  /// Takes the request and starts its thread. By whoever made that, without the lock.
  ///
  /// @return why it was not started
  Optional<Throwable> start(RequestRunner runner) {
    if (withoutThread.isPresent()) {
      return withoutThread;
    }
    Thread made = thread.orElseThrow();
    try {
      taken = Optional.of(runner.take(request));
      made.start();
      return Optional.empty();
    } catch (Throwable noMemory) {
      return Optional.of(noMemory);
    }
  }

  /// Whether the calling thread is the one that does what is to be done with it. Needs no lock.
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  /// Of [RequestRunner#take]; empty if it was not taken. For who has claimed it, without the lock.
  Optional<BooleanSupplier> taken() {
    return taken;
  }

  void cutOff() {
    cutOff = true;
    thread.ifPresent(Thread::interrupt);
  }

  /// Whether it was cut off. Needs no lock.
  boolean isCutOff() {
    return cutOff;
  }

  /// Whether its method runs or is about to.
  boolean runs() {
    return state == State.RUNS;
  }

  /// Its method has ended.
  void owe() {
    thread = Optional.empty();
    state = State.OWED_IN_PLACE;
  }

  boolean isOwedInPlace() {
    return state == State.OWED_IN_PLACE;
  }

  /// Gives its place to others.
  ///
  /// @return false if it had none
  boolean leavePlace() {
    boolean held = state != State.OWED;
    thread = Optional.empty();
    state = State.OWED;
    return held;
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
