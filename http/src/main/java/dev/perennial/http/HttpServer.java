package dev.perennial.http;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.Activity;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import dev.perennial.tls.TlsContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/// Serves HTTP on sockets that it shares with others, and can be started and stopped again and
/// again on the same ones. Most programs use it through [HttpService].
///
/// One thread drives it, but for [#stop()], which may cut a drain short, and [#activity()].
public final class HttpServer {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  /// How long a thread that is blocked in accept is nudged. While others take the nudges, they also
  /// take the connections.
  private static final Duration LEAVE_IN_DRAIN = Duration.ofSeconds(5);

  private static final Duration LEAVE_IN_STOP = Duration.ofSeconds(1);

  // STOPPED ──start──► RUNNING ──drain──► DRAINING ──stop──► STOPPED
  //                       └─────────────stop────────────────────┘
  // RUNNING and DRAINING have an engine, STOPPED may still have one whose handlers have not ended.
  // The driver causes the transitions; stop may come from any thread, and the lock makes it happen
  // once.
  private enum State {
    STOPPED,
    RUNNING,
    DRAINING
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<Answers> answers;
  private final Supplier<HttpOptions> options;
  private final Supplier<RequestCount> counting;
  private volatile @Nullable RequestCount count;
  private volatile long quietNanos = CloseDecision.QUIET_NANOS;
  private final Listeners listeners;
  private State state = State.STOPPED;
  private @Nullable Engine engine;
  private Optional<TlsContext> tls = Optional.empty();

  /// A server that does not run yet.
  ///
  /// @param addresses where to listen
  /// @param handler answers all requests
  /// @param options limits
  public HttpServer(List<ListenAddress> addresses, Handler handler, HttpOptions options) {
    this(
        () -> RequestCount.of(Metrics.ofProcess(), "http"),
        addresses,
        handler,
        () -> options,
        Optional.empty(),
        Optional::empty);
  }

  /// @param counting makes what counts requests, at the first start
  /// @param options says at each start what counts from then on
  /// @param nonBlocking answers in place of the handler, if there is one
  /// @param health says at each start what it answers about itself, if it does
  HttpServer(
      Supplier<RequestCount> counting,
      List<ListenAddress> addresses,
      Handler handler,
      Supplier<HttpOptions> options,
      Optional<NonBlockingHandler> nonBlocking,
      Supplier<Optional<Health>> health) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("an HTTP server needs an address to listen on");
    }
    this.counting = counting;
    this.listeners = new Listeners(addresses);
    this.options = options;
    this.answers =
        () ->
            new Answers(
                new SafeHandler(handler),
                nonBlocking,
                health.get().map(checks -> new HealthPaths(checks, this::obstacle)));
  }

  /// Hands over sockets that somebody else owns. Without this call [#start()] binds sockets of the
  /// server's own, and [#drain(Deadline)] and [#stop()] close them.
  ///
  /// @param sockets one for each address, in the same order
  /// @throws IllegalArgumentException if their number is another
  public void bind(List<BoundSocket> sockets) {
    listeners.bind(sockets);
  }

  /// Has the server speak TLS on all of its addresses, or on none, from its next start on.
  ///
  /// @param context what to speak TLS with
  public void secure(Optional<TlsContext> context) {
    lock.lock();
    try {
      tls = context;
    } finally {
      lock.unlock();
    }
  }

  /// Has drains close connections after another time than a quiet second, for tests.
  void closeAfter(Duration quiet) {
    quietNanos = quiet.toNanos();
  }

  /// Where the server listens.
  ///
  /// @return the addresses; with the ports that were taken once they are bound
  public List<ListenAddress> addresses() {
    return listeners.addresses();
  }

  /// Begins to serve.
  ///
  /// @throws Exception if a socket cannot be bound
  /// @throws IllegalStateException if the server runs already
  public void start() throws Exception {
    lock.lock();
    try {
      if (state != State.STOPPED) {
        throw new IllegalStateException("the HTTP server is " + state);
      }
      listeners.open();
      Engine fresh = startEngine();
      engine = fresh;
      listeners.accept(fresh::adopt);
      state = State.RUNNING;
    } finally {
      lock.unlock();
    }
  }

  /// Takes no new connection, answers what comes on those that were accepted, and closes each of
  /// them once it was quiet for a second. Returns when none is left, at the deadline, or when the
  /// server is stopped meanwhile.
  ///
  /// @param deadline the moment by which to return
  /// @throws InterruptedException if the calling thread is interrupted
  public void drain(Deadline deadline) throws InterruptedException {
    Engine draining = beginDrain();
    if (draining == null) {
      return;
    }
    long since = System.nanoTime();
    draining.watch().begin();
    listeners.leave(deadline.orEarlier(LEAVE_IN_DRAIN));
    listeners.closeOwn();
    if (!draining.watch().await(() -> closeQuiet(draining, since), deadline)) {
      LOG.log(
          Level.INFO,
          "not drained in time: {0} requests in progress",
          Long.toString(activity().inFlight()));
    }
  }

  /// Closes all connections and interrupts all handlers. A client whose request has no answer yet
  /// gets a 503; an answer that has begun is broken off so that its client sees it. May be called
  /// again.
  public void stop() {
    Engine stopped = beginStop();
    if (stopped == null) {
      return;
    }
    // The engine stops by waiting for its threads, which an interrupted thread cannot do.
    boolean interrupted = Thread.interrupted();
    try {
      stopped.watch().end();
      listeners.leave(Deadline.after(LEAVE_IN_STOP));
    } catch (InterruptedException again) {
      interrupted = true;
    } finally {
      listeners.detach();
      stopped.stop();
      listeners.closeOwn();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Waits until no handler runs any more.
  ///
  /// @param deadline the moment by which to return
  /// @return whether all have ended
  /// @throws InterruptedException if the calling thread is interrupted
  public boolean awaitStopped(Deadline deadline) throws InterruptedException {
    Engine stopped = engine();
    return stopped == null || stopped.awaitEnd(deadline.remaining().toNanos());
  }

  /// Requests so far, over all starts, and those in progress. For any thread.
  ///
  /// @return a momentary view
  public Activity activity() {
    RequestCount counted = count;
    return counted == null ? Activity.NONE : counted.activity();
  }

  private Engine startEngine() throws Exception {
    try {
      Engine fresh = new Engine(answers.get(), options.get(), count(), tls);
      fresh.start();
      return fresh;
    } catch (Exception failure) {
      listeners.closeOwn();
      throw failure;
    }
  }

  // Not before the first start: the supervisor has the same object and counts nothing.
  private RequestCount count() {
    RequestCount counted = count;
    if (counted == null) {
      counted = counting.get();
      count = counted;
    }
    return counted;
  }

  boolean isStopped() {
    lock.lock();
    try {
      return state == State.STOPPED;
    } finally {
      lock.unlock();
    }
  }

  // Why nobody should send requests now. Waits for a start that is under way.
  private Optional<String> obstacle() {
    lock.lock();
    try {
      return switch (state) {
        case RUNNING -> Optional.empty();
        case DRAINING -> Optional.of("the service drains");
        case STOPPED -> Optional.of("the service is stopped");
      };
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Engine beginDrain() {
    lock.lock();
    try {
      if (state != State.RUNNING) {
        return null;
      }
      state = State.DRAINING;
      return engine;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Engine beginStop() {
    lock.lock();
    try {
      if (state == State.STOPPED) {
        return null;
      }
      state = State.STOPPED;
      return engine;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Engine engine() {
    lock.lock();
    try {
      return engine;
    } finally {
      lock.unlock();
    }
  }

  private long closeQuiet(Engine draining, long since) {
    // In this order: what arrives is among the connections before it stops arriving.
    boolean left = draining.hasArriving() || !draining.watch().idle();
    long next = Long.MAX_VALUE;
    for (EndPoint connection : draining.connections()) {
      if (connection.isOpen() && connection instanceof HttpEndPoint endPoint) {
        left = true;
        next = Math.min(next, endPoint.tryClose(since, quietNanos));
      }
    }
    return left ? next : -1;
  }
}
