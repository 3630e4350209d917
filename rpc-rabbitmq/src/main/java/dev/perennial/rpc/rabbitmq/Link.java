package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.perennial.service.BusConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One connection to the broker that comes back by itself.
///
/// Its thread, a platform thread, connects and does what others cannot of the [LinkWork]. Incoming
/// frames are read by the thread of the AMQP library, which calls consumers and confirms; it never
/// waits, so it does not write.
final class Link implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  // For the broker's answer to a farewell; shorter than close() waits.
  private static final int FAREWELL_MILLIS = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What is done with a connection; called with the lock held.
  interface Role {

    /// A connection is there.
    ///
    /// @throws Exception if it cannot be used; another attempt is made later
    void connected(Connection connection) throws Exception;

    /// The connection is set up and work is accepted.
    void ready();

    /// The connection is gone, and no work is accepted. What follows an attempt in vain comes
    /// afterwards.
    void lost(String why);

    /// An attempt to connect, or to set up the connection, failed.
    void attemptFailed(Throwable cause);
  }

  /// Something to do with the connection.
  @FunctionalInterface
  interface Work {
    void run() throws IOException, TimeoutException;
  }

  // IDLE ──use──► CONNECTING ──connected──► UP ──lost──► CONNECTING …
  //   └─────────────────── close() ──────────────────────► CLOSED
  // Changed by the thread of the link, but for IDLE → CONNECTING and for CLOSED, by any thread.
  // What was handed over before close() is still done if the connection is up.
  private enum State {
    IDLE,
    CONNECTING,
    UP,
    CLOSED
  }

  private final AtomicLong connects = new AtomicLong();
  private final String purpose;
  private final Connector connector;
  private final Role role;
  private final Pauses pauses;
  private final LinkWork work;
  private final LinkReport report;
  private final Thread thread;
  private final Duration patience;
  private volatile State state = State.IDLE;
  private volatile long lastUp = System.nanoTime();
  private volatile boolean closing;

  Link(String purpose, Connector connector, RabbitOptions options, Role role) {
    this(purpose, connector, options, role, PATIENCE);
  }

  /// @param patience how long close() waits for what was handed over
  Link(String purpose, Connector connector, RabbitOptions options, Role role, Duration patience) {
    this.purpose = purpose;
    this.connector = connector;
    this.role = role;
    this.patience = patience;
    this.report = new LinkReport(purpose, InstantSource.system());
    this.pauses = new Pauses(options, RandomGenerator.getDefault());
    this.work = new LinkWork(connector.cork(), this::up, this::wake);
    this.thread =
        Thread.ofPlatform().name("perennial-rabbit-" + purpose).daemon().unstarted(this::run);
  }

  /// Connects if that was not begun yet.
  synchronized void use() {
    if (state == State.IDLE) {
      report.begun(connector.host());
      thread.start(); // may fail, where there are no more threads
      state = State.CONNECTING;
    }
  }

  boolean up() {
    return state == State.UP;
  }

  boolean idle() {
    return state == State.IDLE;
  }

  /// The connection as operators see it, from the first use to the end.
  Optional<BusConnection> shown() {
    return open() ? report.shown() : Optional.empty();
  }

  /// How often the connection was established again.
  long reconnects() {
    return Math.max(0, connects.get() - 1);
  }

  /// How long the connection has been up; zero when it is not.
  Duration upFor() {
    return up() ? Duration.ofNanos(System.nanoTime() - lastUp) : Duration.ZERO;
  }

  /// Has something done by the thread of the link while it is connected. It is dropped when the
  /// connection is lost first.
  ///
  /// @return false if there is no connection
  boolean submit(Work item) {
    if (!up()) {
      return false;
    }
    work.addForThread(item);
    wake();
    return true;
  }

  /// Has something done as [#submit(Work)] does, for somebody who waits for it.
  ///
  /// @return ends with whether it was done; it is not when the connection is lost first
  CompletableFuture<Boolean> done(Work item) {
    AwaitedWork awaited = new AwaitedWork(item, new CompletableFuture<>());
    // The connection may be lost while it is handed over.
    if (!submit(awaited) || !up()) {
      awaited.drop();
    }
    return awaited.end();
  }

  /// Has messages or acknowledgements written, whose answers nobody waits for: as [#submit(Work)],
  /// but by the calling thread, if that is a virtual one, and together with what else there is.
  ///
  /// @return false if there is no connection
  boolean write(Work message) {
    if (!up()) {
      return false;
    }
    work.addMessage(() -> writeNow(message));
    return true;
  }

  /// Has that written by whoever writes next.
  ///
  /// @return writes it if nobody has; to be run in any case, by any thread
  Runnable writeAhead(Work message) {
    if (up()) {
      work.addAhead(() -> writeNow(message));
    }
    return work::write;
  }

  /// The same at once; called with the lock held.
  void writeNow(Work message) throws IOException, TimeoutException {
    connector.cork().write(message);
  }

  @Override
  public void close() {
    State before;
    synchronized (this) {
      before = state;
      state = State.CLOSED;
    }
    switch (before) {
      case IDLE, CLOSED -> {}
      case UP -> {
        work.addForThread(() -> closing = true);
        wake();
        join();
      }
      case CONNECTING -> {
        closing = true; // the AMQP library may swallow the interrupt
        thread.interrupt();
        join();
      }
    }
  }

  private void join() {
    try {
      if (!thread.join(patience)) {
        connector.cork().cut(); // a broker that takes nothing
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean open() {
    return state != State.CLOSED;
  }

  private void run() {
    long since = System.nanoTime();
    while (open()) {
      Duration pause;
      try {
        pause = pauses.afterLoss(use(connector.connect(purpose)));
        since = System.nanoTime();
      } catch (Throwable cause) {
        // Also an error, such as that there are no more threads: nobody else would connect again.
        pause = told(cause, Duration.ofNanos(System.nanoTime() - since));
      }
      rest(pause);
    }
  }

  // Until the connection is lost, or the link is closed. Returns how long it was up.
  private Duration use(Connection connection) throws Exception {
    try {
      begin(connection);
      serve(connection);
      return upFor();
    } finally {
      try {
        leave(connection);
      } finally {
        end(connection);
      }
    }
  }

  // One that is lost is closed by the thread that reads it.
  private static void leave(Connection connection) {
    if (connection.isOpen()) {
      connection.abort(FAREWELL_MILLIS);
    }
  }

  private void begin(Connection connection) throws Exception {
    work.lock();
    try {
      setUp(connection);
    } finally {
      work.unlock();
    }
    role.ready();
  }

  private void setUp(Connection connection) throws Exception {
    work.dropAll();
    connection.addShutdownListener(_ -> wake());
    // Work is taken from now on: what a consumer gets while others are set up is acknowledged too.
    synchronized (this) {
      if (open()) {
        state = State.UP;
      }
    }
    role.connected(connection);
    connects.incrementAndGet();
    lastUp = System.nanoTime();
    report.connected(connector.host());
    LOG.log(Level.INFO, "connected to " + connection.getAddress() + " to " + purpose);
  }

  private void serve(Connection connection) {
    while (isServing(connection) && !Thread.interrupted()) {
      work.doAll(() -> closing);
      if (work.isEmpty() && isServing(connection)) {
        LockSupport.park(this);
      }
    }
  }

  private boolean isServing(Connection connection) {
    return !closing && connection.isOpen();
  }

  private void wake() {
    LockSupport.unpark(thread);
  }

  private void end(Connection last) {
    work.lock();
    try {
      tearDown(last);
    } finally {
      work.unlock();
    }
  }

  private void tearDown(Connection last) {
    String why = why(last);
    synchronized (this) {
      if (open()) {
        state = State.CONNECTING;
        LOG.log(Level.WARNING, "connection to " + purpose + " lost: " + why);
        report.lost(why);
      }
    }
    work.dropAll();
    role.lost(why);
  }

  private String why(Connection last) {
    if (!open()) {
      return "the transport was closed";
    }
    @Nullable ShutdownSignalException reason = last.getCloseReason();
    if (reason == null) {
      return "given up";
    }
    return reason.isInitiatedByApplication()
        ? "closed by this program"
        : BrokerErrors.explain(reason);
  }

  // For an error there may be no memory to tell of it either.
  private Duration told(Throwable cause, Duration outage) {
    try {
      return failed(cause, outage);
    } catch (Throwable again) {
      return pauses.next(false, outage);
    }
  }

  private Duration failed(Throwable cause, Duration outage) {
    if (!open()) {
      return Duration.ZERO;
    }
    String why = BrokerErrors.explain(cause);
    if (cause instanceof Error) {
      LOG.log(Level.ERROR, "cannot " + purpose, cause);
    } else {
      LOG.log(Level.WARNING, "cannot " + purpose + ": " + why);
    }
    report.failed(connector.host(), why);
    role.attemptFailed(cause);
    return pauses.next(cause instanceof ConnectException, outage);
  }

  private void rest(Duration pause) {
    try {
      if (open()) {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    } catch (InterruptedException closed) {
      // the loop ends
    }
  }
}
