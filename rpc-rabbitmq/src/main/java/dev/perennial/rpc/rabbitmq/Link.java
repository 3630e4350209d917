package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// One connection to the broker that comes back by itself, and the order in which it is written to.
///
/// Work waits in a queue, and whoever holds the lock does it. What has to wait for the broker's
/// answer is done by the thread of the link, a platform thread. A message or an acknowledgement
/// needs no answer: a virtual thread that has one to write takes the lock if it is free, and writes
/// it with what others have left there; if the lock is taken, its holder does. So no other thread
/// has to wake up for it. (Flat combining: D. Hendler and others, SPAA 2010.)
///
/// A virtual thread may be interrupted, so it writes only to a [SteadySocket] and never waits; by
/// TLS only the thread of the link writes. Incoming frames are read by the thread of the AMQP
/// library, which calls consumers and confirms; it never waits, so it does not write.
final class Link implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  // For the broker's answer to a farewell; shorter than close() waits.
  private static final int FAREWELL_MILLIS = 5_000;

  // What a virtual thread writes for others before it leaves the rest to the thread of the link.
  private static final int MOST_FOR_OTHERS = 64;

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
    void attemptFailed(Exception cause);
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

  /// @param waits whether it waits for an answer of the broker
  private record Item(Work work, boolean waits) {}

  private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong connects = new AtomicLong();
  private final String purpose;
  private final Connector connector;
  private final Role role;
  private final Pauses pauses;
  private final Thread thread;
  private volatile State state = State.IDLE;
  private volatile long lastUp = System.nanoTime();
  private volatile boolean closing;

  Link(String purpose, Connector connector, RabbitOptions options, Role role) {
    this.purpose = purpose;
    this.connector = connector;
    this.role = role;
    this.pauses = new Pauses(options, RandomGenerator.getDefault());
    this.thread =
        Thread.ofPlatform().name("perennial-rabbit-" + purpose).daemon().unstarted(this::run);
  }

  /// Connects if that was not begun yet.
  synchronized void use() {
    if (state == State.IDLE) {
      state = State.CONNECTING;
      thread.start();
    }
  }

  boolean up() {
    return state == State.UP;
  }

  boolean idle() {
    return state == State.IDLE;
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
    return add(new Item(item, true)) && wake();
  }

  /// Has something done as [#submit(Work)] does, for somebody who waits for it.
  ///
  /// @return ends with whether it was done; it is not when the connection is lost first
  CompletableFuture<Boolean> done(Work work) {
    AwaitedWork awaited = new AwaitedWork(work, new CompletableFuture<>());
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
    if (!add(new Item(() -> writeNow(message), false))) {
      return false;
    }
    if (Thread.currentThread().isVirtual()) {
      combine();
    } else {
      wake();
    }
    return true;
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
        queue.add(new Item(() -> closing = true, true));
        wake();
        join();
      }
      case CONNECTING -> {
        thread.interrupt();
        join();
      }
    }
  }

  private void join() {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
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
      } catch (Exception cause) {
        pause = failed(cause, Duration.ofNanos(System.nanoTime() - since));
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
      leave(connection);
      end(connection);
    }
  }

  // One that is lost is closed by the thread that reads it.
  private static void leave(Connection connection) {
    if (connection.isOpen()) {
      connection.abort(FAREWELL_MILLIS);
    }
  }

  private void begin(Connection connection) throws Exception {
    lock.lock();
    try {
      setUp(connection);
    } finally {
      lock.unlock();
    }
    role.ready();
  }

  private void dropAll() {
    for (Item item = queue.poll(); item != null; item = queue.poll()) {
      if (item.work() instanceof AwaitedWork awaited) {
        awaited.drop();
      }
    }
  }

  private void setUp(Connection connection) throws Exception {
    dropAll();
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
    LOG.log(Level.INFO, "connected to " + connection.getAddress() + " to " + purpose);
  }

  private void serve(Connection connection) {
    while (isServing(connection) && !Thread.interrupted()) {
      lock.lock();
      try {
        doAll();
      } finally {
        lock.unlock();
      }
      if (queue.isEmpty() && isServing(connection)) {
        LockSupport.park(this);
      }
    }
  }

  private boolean isServing(Connection connection) {
    return !closing && connection.isOpen();
  }

  // By the thread of the link, with the lock held.
  private void doAll() {
    attempt(connector.cork()::drain);
    for (Item next = queue.poll(); next != null && !closing; next = queue.poll()) {
      attempt(next.work());
    }
    attempt(connector.cork()::flush);
  }

  // By a virtual thread. Who finds the lock taken may leave: its holder looks again afterwards.
  private void combine() {
    int left = MOST_FOR_OTHERS;
    for (Item next = queue.peek(); next != null; next = queue.peek()) {
      if (left == 0 || !isForVirtualThreads(next)) {
        wake();
        return;
      }
      if (!lock.tryLock()) {
        return;
      }
      try {
        left = writeUpTo(left);
      } finally {
        lock.unlock();
      }
    }
    if (connector.cork().congested()) {
      wake();
    }
  }

  // With the lock held. Returns how many more it would have written.
  private int writeUpTo(int most) {
    int left = up() ? most : 0;
    for (Item next = queue.peek();
        next != null && left > 0 && isForVirtualThreads(next);
        next = queue.peek()) {
      queue.remove();
      attempt(next.work());
      left--;
    }
    attempt(connector.cork()::flush);
    return left;
  }

  private boolean isForVirtualThreads(Item item) {
    return !item.waits() && connector.cork().virtualThreadsMayWrite();
  }

  private static void attempt(Work item) {
    try {
      item.run();
    } catch (AlreadyClosedException gone) {
      LOG.log(Level.DEBUG, "too late for a channel that is closed");
    } catch (IOException | TimeoutException | RuntimeException failure) {
      LOG.log(Level.DEBUG, "work for a channel failed", failure);
    }
  }

  private boolean add(Item item) {
    return up() && queue.add(item);
  }

  private boolean wake() {
    LockSupport.unpark(thread);
    return true;
  }

  private void end(Connection last) {
    lock.lock();
    try {
      tearDown(last);
    } finally {
      lock.unlock();
    }
  }

  private void tearDown(Connection last) {
    String why = why(last);
    synchronized (this) {
      if (open()) {
        state = State.CONNECTING;
        LOG.log(Level.WARNING, "connection to " + purpose + " lost: " + why);
      }
    }
    dropAll();
    role.lost(why);
  }

  private String why(Connection last) {
    if (!open()) {
      return "the transport was closed";
    }
    ShutdownSignalException reason = last.getCloseReason();
    return reason.isInitiatedByApplication()
        ? "closed by this program"
        : BrokerErrors.explain(reason);
  }

  private Duration failed(Exception cause, Duration outage) {
    if (!open()) {
      return Duration.ZERO;
    }
    LOG.log(Level.WARNING, "cannot " + purpose + ": " + BrokerErrors.explain(cause));
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
