package dev.perennial.http;

import dev.perennial.service.AcceptFailure;
import dev.perennial.service.AcceptPause;
import dev.perennial.service.BoundSocket;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Accepts the connections of one socket that others share, with plain blocking calls on one
/// platform thread: so the kernel wakes the processes that wait in turn, and spreads connections
/// evenly.
///
/// A blocked accept cannot be cancelled: closing the channel, interrupting the thread and making
/// the socket non-blocking would all end accepting for everybody. It is therefore left by a
/// connection to ourselves. Another process may take that one, so it is repeated.
final class Acceptor {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private static final long NUDGE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  // IDLE ──start──► ACCEPTING ──leave──► LEAVING ──thread, out of accept──► IDLE
  //   ▲                │   ▲                │
  //   └─owner has shut─┘   └─────start──────┘
  // IDLE: no thread. ACCEPTING: the thread accepts. LEAVING: the thread ends as soon as all that
  // was queued when leaving began has been taken (Backlog), or cannot be. A thread that could not
  // be brought out in time stays in LEAVING; a later start lets it go on. The driver calls start,
  // leave and detach; the thread causes the way to IDLE.
  private enum State {
    IDLE,
    ACCEPTING,
    LEAVING
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final BoundSocket socket;
  private State state = State.IDLE;
  private @Nullable Consumer<SocketChannel> sink;
  // Connections that came while nobody took them; the next start delivers them.
  private final List<SocketChannel> kept = new ArrayList<>();
  private final Backlog backlog;

  // Only the accepting thread uses these.
  private boolean exhausted;
  private final AcceptPause pause = new AcceptPause(LOG);

  Acceptor(BoundSocket socket) {
    this.socket = socket;
    this.backlog = new Backlog(socket.address().options().backlog());
  }

  /// Begins to accept.
  ///
  /// @param to takes each connection; must not block
  void start(Consumer<SocketChannel> to) {
    List<SocketChannel> late;
    lock.lock();
    try {
      sink = to;
      late = List.copyOf(kept);
      kept.clear();
      boolean alive = state != State.IDLE;
      state = State.ACCEPTING;
      if (!alive) {
        Thread.ofPlatform().daemon().name("http-accept-" + name()).start(this::run);
      }
    } finally {
      lock.unlock();
    }
    late.forEach(to);
  }

  /// Stops accepting. Afterwards no connection is between the kernel and the sink.
  ///
  /// @param atMost how long to try
  /// @return whether the thread has left
  boolean leave(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    beginToLeave();
    while (!left(0) && System.nanoTime() < end) {
      nudge();
    }
    return left(0);
  }

  /// Gives connections to nobody until the next start. For a thread that could not be brought out.
  void detach() {
    lock.lock();
    try {
      sink = null;
    } finally {
      lock.unlock();
    }
  }

  private void beginToLeave() {
    lock.lock();
    try {
      if (state == State.ACCEPTING) {
        state = State.LEAVING;
        backlog.begin();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  // The nudge stays open meanwhile: closed while it still connects, it would never be accepted.
  private void nudge() throws InterruptedException {
    try (Nudge _ = noted()) {
      left(NUDGE_NANOS);
    } catch (IOException full) {
      // A full queue refuses it; then nobody is blocked in accept.
      left(NUDGE_NANOS);
    }
  }

  // Under the lock, so that the thread that accepts it finds it noted. It does not wait to connect.
  private Nudge noted() throws IOException {
    lock.lock();
    try {
      Nudge nudge = Nudge.to(socket.address());
      backlog.nudged(nudge.from());
      return nudge;
    } finally {
      lock.unlock();
    }
  }

  private boolean left(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long rest = nanos;
      while (state == State.LEAVING && rest > 0) {
        rest = changed.awaitNanos(rest);
      }
      return state == State.IDLE;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (goesOn() && accept()) {
      // Each turn is one connection, or one failure to get one.
    }
  }

  private boolean goesOn() {
    lock.lock();
    try {
      if (state == State.LEAVING && (exhausted || backlog.allTaken())) {
        becomeIdle();
      }
      return state != State.IDLE;
    } finally {
      lock.unlock();
    }
  }

  private void becomeIdle() {
    state = State.IDLE;
    changed.signalAll();
  }

  // False once the socket is shut; the state is IDLE then and may belong to another thread already.
  private boolean accept() {
    long begin = System.nanoTime();
    try {
      SocketChannel connection = socket.channel().accept();
      long nanos = System.nanoTime() - begin;
      exhausted = false;
      pause.reset();
      if (socket instanceof OwnSocket own) {
        own.complete(connection);
      }
      deliver(connection, connection.getRemoteAddress(), nanos);
      return true;
    } catch (IOException failure) {
      return goesOnAfter(failure);
    }
  }

  private boolean goesOnAfter(IOException failure) {
    return switch (AcceptFailure.of(failure, socket.channel())) {
      case SHUT -> {
        end();
        yield false;
      }
      case CLIENT_LOST -> true;
      case EXHAUSTED -> {
        rest(failure);
        yield true;
      }
    };
  }

  private void deliver(SocketChannel connection, SocketAddress from, long nanos) {
    Consumer<SocketChannel> to;
    lock.lock();
    try {
      backlog.taken(from, nanos);
      to = sink;
      if (to == null) {
        kept.add(connection);
      }
    } finally {
      lock.unlock();
    }
    if (to != null) {
      to.accept(connection);
    }
  }

  private void end() {
    lock.lock();
    try {
      becomeIdle();
    } finally {
      lock.unlock();
    }
  }

  private void rest(IOException failure) {
    Duration length = pause.after(name(), failure);
    exhausted = true;
    lock.lock();
    try {
      if (state == State.ACCEPTING) {
        changed.awaitNanos(length.toNanos());
      }
    } catch (InterruptedException unexpected) {
      // Not restored: an interrupted thread that enters accept closes the socket for everybody.
      exhausted = false;
    } finally {
      lock.unlock();
    }
  }

  /// The address in the form that operators read.
  String name() {
    return socket.address().text();
  }
}
