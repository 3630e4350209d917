package dev.perennial.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which requests are under way on a connection, and whether more may begin.
///
/// Thread-safe by the lock of the connection.
final class ConnectionUse {

  // OPEN ──decide, lateHead, linger──► CLOSING ──decide a second later, or the peer, or too late──►
  // closed
  // OPEN: requests come and go; `requests` counts those between their headers and the end of their
  // response. CLOSING: the output is shut, so no request may begin any more: it could not be
  // answered. The thread that drains decides, the one that judges the pace of clients ends what is
  // late, threads of the engine count the requests; the lock makes "quiet, nothing to read, so
  // closing" one step for them. Nothing that can call back into the engine runs under it.
  private enum State {
    OPEN,
    CLOSING
  }

  private final ReentrantLock lock;
  private final Pace pace;
  private final List<Exchange> exchanges = new ArrayList<>(1);
  private State state = State.OPEN;
  private volatile int requests;
  private volatile @Nullable Exchange current;
  private long closingSince;

  /// @param pace is told of each head that has come, before anybody judges it as that of a request
  ConnectionUse(ReentrantLock lock, Pace pace) {
    this.lock = lock;
    this.pace = pace;
  }

  /// Counts a request whose headers have come.
  ///
  /// @return false if the connection is being closed, so that the request cannot be answered
  boolean begin(Exchange exchange) {
    lock.lock();
    try {
      if (state == State.CLOSING) {
        return false;
      }
      requests++;
      pace.headCame();
      exchanges.add(exchange);
      current = exchange;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The requests that have no response yet.
  List<Exchange> exchanges() {
    lock.lock();
    try {
      return List.copyOf(exchanges);
    } finally {
      lock.unlock();
    }
  }

  /// Counts a response that has been sent, or given up.
  void end(Exchange exchange) {
    lock.lock();
    try {
      requests--;
      exchanges.remove(exchange);
      if (current == exchange) {
        current = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /// The request that has begun last, unless it has ended. Waits for nobody.
  Optional<Exchange> current() {
    return Optional.ofNullable(current);
  }

  /// Whether a request is under way. Waits for nobody: the pace of a new one may not be told yet.
  boolean hasRequest() {
    return requests > 0;
  }

  /// Whether no request is under way. If there is one, its pace has been told.
  boolean isIdle() {
    lock.lock();
    try {
      return requests == 0;
    } finally {
      lock.unlock();
    }
  }

  /// What becomes of the connection in a drain.
  ///
  /// @param ifIdle decides for one that is open and has no request, with the lock held
  /// @param quiet nanoseconds that a closed one waits for its peer
  CloseDecision decide(Supplier<CloseDecision> ifIdle, long quiet, long now) {
    lock.lock();
    try {
      if (requests > 0) {
        return new CloseDecision.Wait(Long.MAX_VALUE);
      }
      return switch (state) {
        case OPEN -> decided(ifIdle.get(), now);
        case CLOSING ->
            CloseDecision.afterQuiet(quiet, now - closingSince, new CloseDecision.Close());
      };
    } finally {
      lock.unlock();
    }
  }

  private CloseDecision decided(CloseDecision decision, long now) {
    switch (decision) {
      case CloseDecision.ShutOutput _, CloseDecision.Close _ -> beginClosing(now);
      case CloseDecision.Wait _, CloseDecision.Unread _ -> {}
    }
    return decision;
  }

  /// Lets no request begin any more, because the head of the next one is too late.
  ///
  /// @return false if there is one already, or none may begin anyway
  boolean lateHead(long now) {
    lock.lock();
    try {
      if (requests > 0 || state == State.CLOSING) {
        return false;
      }
      beginClosing(now);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Lets no request begin any more, because nobody knows where the next one would begin.
  void linger(long now) {
    lock.lock();
    try {
      beginClosing(now);
    } finally {
      lock.unlock();
    }
  }

  private void beginClosing(long now) {
    state = State.CLOSING;
    closingSince = now;
  }

  /// Whether no request may begin any more.
  boolean isClosing() {
    lock.lock();
    try {
      return state == State.CLOSING;
    } finally {
      lock.unlock();
    }
  }

  /// Whether it has been closing for so long.
  boolean isClosingFor(long nanos, long now) {
    lock.lock();
    try {
      return state == State.CLOSING && now - closingSince >= nanos;
    } finally {
      lock.unlock();
    }
  }
}
