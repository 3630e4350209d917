package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// One connection to the broker that comes back by itself, and the only thread that writes to it.
///
/// Callers run on virtual threads, and a virtual thread that is interrupted while it writes to a
/// socket closes the socket. So callers never write: they hand their work to the thread of the
/// link. It is a platform thread, and its channels need no lock. Incoming frames are read by the
/// thread of the AMQP library, which calls consumers and confirms and never waits.
final class Link implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  /// What is done with a connection; called by the thread of the link.
  interface Role {

    /// A connection is there.
    ///
    /// @throws Exception if it cannot be used; another attempt is made later
    void connected(Connection connection) throws Exception;

    /// The connection is set up and work is accepted.
    void ready();

    /// The connection is gone.
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
  // What was submitted before close() is still done if the connection is up.
  private enum State {
    IDLE,
    CONNECTING,
    UP,
    CLOSED
  }

  private final BlockingQueue<Work> work = new LinkedBlockingQueue<>();
  private final AtomicLong connects = new AtomicLong();
  private final String purpose;
  private final Connector connector;
  private final Role role;
  private final Pauses pauses;
  private final Thread thread;
  private volatile State state = State.IDLE;
  private volatile long lastUp = System.nanoTime();
  private boolean closing;
  private Optional<ShutdownSignalException> loss = Optional.empty();

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
    return up() && work.add(item);
  }

  /// Has a message or an acknowledgement written, whose answer nobody waits for: as
  /// [#submit(Work)], but it goes out together with what else there is to write.
  ///
  /// @return false if there is no connection
  boolean write(Work message) {
    return submit(() -> writeNow(message));
  }

  /// The same at once; called by the thread of the link.
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
        work.add(() -> closing = true);
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
      try (Connection connection = connector.connect(purpose)) {
        begin(connection);
        serve(connection);
        since = System.nanoTime();
      } catch (Exception cause) {
        if (open()) {
          failed(cause, Duration.ofNanos(System.nanoTime() - since));
        }
      } finally {
        end();
      }
    }
  }

  private void begin(Connection connection) throws Exception {
    loss = Optional.empty();
    work.clear();
    connection.addShutdownListener(cause -> work.add(() -> loss = Optional.of(cause)));
    // Work is taken from now on: what a consumer gets while others are set up is acknowledged too.
    synchronized (this) {
      if (open()) {
        state = State.UP;
      }
    }
    role.connected(connection);
    pauses.reset();
    connects.incrementAndGet();
    lastUp = System.nanoTime();
    LOG.log(Level.INFO, "connected to " + connection.getAddress() + " to " + purpose);
    role.ready();
  }

  private void serve(Connection connection) {
    while (!closing && loss.isEmpty() && connection.isOpen()) {
      try {
        nextWork().run();
      } catch (InterruptedException ended) {
        return;
      } catch (AlreadyClosedException gone) {
        LOG.log(Level.DEBUG, "too late for a channel that is closed");
      } catch (IOException | TimeoutException | RuntimeException failure) {
        LOG.log(Level.DEBUG, "work for a channel failed", failure);
      }
    }
  }

  private Work nextWork() throws InterruptedException, IOException {
    Work next = work.poll();
    if (next == null) {
      connector.cork().flush();
      next = work.take();
    }
    return next;
  }

  private void end() {
    boolean wasUp = up();
    synchronized (this) {
      if (open()) {
        state = State.CONNECTING;
      }
    }
    if (wasUp) {
      String why = loss.map(BrokerErrors::explain).orElse("closed by this program");
      if (open()) {
        LOG.log(Level.WARNING, "connection to " + purpose + " lost: " + why);
      }
      role.lost(why);
    }
  }

  private void failed(Exception cause, Duration outage) {
    LOG.log(Level.WARNING, "cannot " + purpose + ": " + BrokerErrors.explain(cause));
    role.attemptFailed(cause);
    try {
      Duration pause = pauses.next(cause instanceof ConnectException, outage);
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException closed) {
      // the loop ends
    }
  }
}
