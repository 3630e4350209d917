package dev.perennial.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// One accepted connection, which knows whether it may be closed.
///
/// It can look some bytes ahead of the engine.
final class HttpEndPoint extends SocketChannelEndPoint implements SlowClients.Watched {

  private static final long LINGER_MILLIS = 5000;

  /// Of what a client sends behind a request that is being answered: more than the farewell of TLS.
  private static final int MOST_AHEAD = 1024;

  private final Executor handlers;
  private final Pace pace;
  private final ConnectionEnds ends;
  private final ConnectionUse use;
  private final LookAhead ahead;
  private final AtomicBoolean hasReason = new AtomicBoolean();
  private volatile boolean endsHead;
  private volatile boolean deaf;
  private @Nullable RequestOrigin peer;

  HttpEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Executor handlers,
      Pace pace,
      ConnectionEnds ends) {
    super(channel, selector, key, scheduler);
    this.handlers = handlers;
    this.pace = pace;
    this.ends = ends;
    // One for both, so that "nothing to read, so closing" is one step.
    ReentrantLock lock = new ReentrantLock();
    this.use = new ConnectionUse(lock, pace);
    this.ahead = new LookAhead(channel, lock, this::notIdle);
  }

  /// The connection that a request has come on.
  static HttpEndPoint of(Request request) {
    return below(request.getConnectionMetaData().getConnection().getEndPoint());
  }

  /// The connection below whatever is spoken on it.
  static HttpEndPoint below(EndPoint endPoint) {
    EndPoint lowest = endPoint;
    while (lowest instanceof EndPoint.Wrapper wrapper) {
      lowest = wrapper.unwrap();
    }
    return (HttpEndPoint) lowest;
  }

  /// Who is at the other end. Called by whoever handles a request, and there is one at a time.
  RequestOrigin peer() {
    RequestOrigin known = peer;
    if (known == null) {
      boolean isSecure = getConnection() instanceof SslConnection;
      known = RequestOrigin.of(getRemoteSocketAddress(), isSecure ? "https" : "http");
      peer = known;
    }
    return known;
  }

  Pace pace() {
    return pace;
  }

  /// Counts a request whose headers have come.
  ///
  /// @return false if the connection is being closed, so that the request cannot be answered
  boolean beginRequest(Exchange exchange) {
    return use.begin(exchange);
  }

  /// The requests that have no response yet.
  List<Exchange> exchanges() {
    return use.exchanges();
  }

  /// The request that has begun last, unless it has ended.
  Optional<Exchange> current() {
    return use.current();
  }

  /// Counts a response that has been sent, or given up.
  void endRequest(Exchange exchange) {
    // The last write has said the same. A drain does not rely on that: the writer of a body may
    // have gone on behind it.
    if (exchange.draining()) {
      notIdle();
    }
    use.end(exchange);
  }

  /// Closes the connection if no request is in progress and it was quiet for long enough.
  ///
  /// @param since the moment from which on quiet counts
  /// @param wanted nanoseconds that are long enough
  /// @return nanoseconds after which asking again makes sense; [Long#MAX_VALUE] if only an event,
  ///   which the watch hears of, can change anything
  long tryClose(long since, long wanted) {
    long now = System.nanoTime();
    return switch (use.decide(() -> decideIdle(now, since, wanted), wanted, now)) {
      case CloseDecision.Wait wait -> wait.nanos();
      case CloseDecision.Unread _ -> {
        readAgain();
        yield wanted;
      }
      case CloseDecision.ShutOutput _ -> {
        // Not close: that would send a reset if a byte arrived just now, and the reset could
        // overtake the last response.
        Farewell.on(this).end();
        yield wanted;
      }
      case CloseDecision.Close _ -> {
        close();
        yield Long.MAX_VALUE;
      }
    };
  }

  /// Ends a connection whose client is too slow: the failure of a body or a response goes to its
  /// handler; a request that is not complete is answered with 408.
  @Override
  public void endIfTooSlow(long now) {
    if (!use.isClosing()) {
      judge(now);
    } else if (use.isClosingFor(TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS), now)) {
      close();
    }
  }

  private void judge(long now) {
    Pace.Phase phase = phase();
    Optional<String> verdict = pace.verdict(phase, now);
    if (verdict.isPresent()) {
      ended(reason(phase));
    }
    if (verdict.isPresent() && !refuseLateHead(now)) {
      onIdleExpired(new TimeoutException(verdict.get()));
    }
  }

  private ConnectionEnds.Reason reason(Pace.Phase phase) {
    return switch (phase) {
      case BODY -> ConnectionEnds.Reason.SLOW_BODY;
      case RESPONSE -> ConnectionEnds.Reason.SLOW_RESPONSE;
      case HEAD, NOTHING ->
          pace.isHandshaking()
              ? ConnectionEnds.Reason.LATE_HANDSHAKE
              : ConnectionEnds.Reason.LATE_HEAD;
    };
  }

  /// Counts why the connection ends before its time; one reason leads to others, so the first one
  /// counts.
  void ended(ConnectionEnds.Reason reason) {
    if (hasReason.compareAndSet(false, true)) {
      ends.count(reason);
    }
  }

  private Pace.Phase phase() {
    // First, because what the engine itself says of a malformed head belongs to no request.
    if (getWriteFlusher().isPending()) {
      return Pace.Phase.RESPONSE;
    }
    if (use.isIdle()) {
      return Pace.Phase.HEAD;
    }
    return getFillInterest().isInterested() ? Pace.Phase.BODY : Pace.Phase.NOTHING;
  }

  /// Says that the last response was the last one, and gives its client some time to end too.
  void linger(long now) {
    use.linger(now);
    Farewell.on(this).end();
  }

  /// Whether what comes is thrown away.
  boolean isDeaf() {
    return deaf;
  }

  // From here on no request can begin, so that nothing else is written behind the refusal.
  private boolean refuseLateHead(long now) {
    if (!use.lateHead(now)) {
      return false;
    }
    if (pace.isHandshaking()) {
      close();
    } else {
      // A reset for what comes still would cost the client the answer.
      deaf = true;
      Farewell.on(this).say(Farewell.late());
    }
    return true;
  }

  /// Ends the connection in a stop, without waiting: says so to a client that has no answer, and
  /// breaks off an answer that has begun.
  void cutOff() {
    Optional<Exchange> current = use.current();
    Optional<ByteBuffer> farewell = current.flatMap(Exchange::cutOff);
    if (farewell.isPresent()) {
      Farewell.on(this).say(farewell.get());
      ahead.discard();
    } else {
      current.ifPresent(Exchange::breakOff);
    }
    close();
  }

  // With the lock held, so that no request begins between looking and closing.
  private CloseDecision decideIdle(long now, long since, long wanted) {
    long quiet = Math.min(now - since, TimeUnit.MILLISECONDS.toNanos(getIdleFor()));
    if (quiet < wanted) {
      return new CloseDecision.Wait(wanted - quiet);
    }
    if (isOutputShutdown()) {
      return new CloseDecision.Close();
    }
    return hasUnread() ? new CloseDecision.Unread() : new CloseDecision.ShutOutput();
  }

  /// Whether the peer has sent something that the engine has not read. Called by the thread that
  /// drains, or by the one that handles a request whose body has been read to its end: at these
  /// times nobody else reads.
  boolean hasUnread() {
    // A broken connection the engine notices when it reads, and closes it.
    return ahead.hasSeen() || (!isInputShutdown() && ahead.look(1) > 0);
  }

  /// Whether the peer has ended its side of the connection, or broken it. Called by a thread that
  /// watches the client of a request whose body has been read to its end, so that nobody else
  /// reads. Should the request end meanwhile, nothing is lost.
  boolean peerHasLeft() {
    boolean left = isInputShutdown() || !isOpen() || ahead.look(MOST_AHEAD) < 0;
    if (ahead.hasSeen()) {
      fillAgain();
    }
    return left;
  }

  // A client that does not close its end after the last response must not keep the connection for
  // the whole idle timeout.
  @Override
  protected void doShutdownOutput() {
    super.doShutdownOutput();
    if (getIdleTimeout() <= 0 || getIdleTimeout() > LINGER_MILLIS) {
      setIdleTimeout(LINGER_MILLIS);
    }
  }

  // While a handler works, neither side of the connection has anything to do, so it does not idle.
  // A read or a write that is due fails.
  @Override
  protected void onIdleExpired(TimeoutException timeout) {
    if (phase() != Pace.Phase.NOTHING) {
      super.onIdleExpired(timeout);
    }
  }

  private void readAgain() {
    notIdle();
    fillAgain();
  }

  // The selector need not tell of a byte that a look has taken out of its sight.
  private void fillAgain() {
    if (getFillInterest().isInterested()) {
      handlers.execute(getFillInterest()::fillable);
    }
  }

  // The interest is registered before this is called, and a look has stored what it has seen before
  // it asks for the interest: so one of the two finds the other.
  @Override
  protected void needsFillInterest() {
    if (ahead.hasSeen()) {
      handlers.execute(getFillInterest()::fillable);
    } else {
      super.needsFillInterest();
    }
  }

  @Override
  public int fill(ByteBuffer buffer) {
    if (isInputShutdown()) {
      return -1;
    }
    // What is encrypted is thrown away above, where the farewell of TLS is still understood.
    return deaf && !(getConnection() instanceof SslConnection)
        ? dropped(buffer, read(buffer))
        : read(buffer);
  }

  /// Takes out of a buffer again what was read into it.
  ///
  /// @return what is to be said to have been read
  static int dropped(ByteBuffer buffer, int filled) {
    if (filled <= 0) {
      return filled;
    }
    buffer.limit(buffer.limit() - filled);
    return 0;
  }

  private int read(ByteBuffer buffer) {
    int start = BufferUtil.flipToFill(buffer);
    int filled;
    try {
      filled = ahead.read(buffer);
    } finally {
      BufferUtil.flipToFlush(buffer, start);
    }
    // Outside the lock: shutting the input may close the connection, which calls the engine.
    if (filled < 0) {
      if (ahead.isReset()) {
        ended(ConnectionEnds.Reason.RESET);
      }
      shutdownInput();
    } else if (filled > 0) {
      pace.received(filled, use.hasRequest(), System.nanoTime());
      endsHead = LookAhead.endsHead(buffer);
    }
    return filled;
  }

  /// Bytes have been decrypted, which may have come long before.
  ///
  /// @param read ends with them
  void decrypted(ByteBuffer read) {
    endsHead = LookAhead.endsHead(read);
    if (!use.hasRequest()) {
      pace.headBegan(System.nanoTime());
    }
  }

  /// Whether a part of another head may be behind a request whose body has come. It costs more to
  /// find out than to rule it out for nearly all.
  boolean mayHaveParsedAhead() {
    return !endsHead;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    long before = BufferUtil.remaining(buffers);
    try {
      boolean all = super.flush(buffers);
      pace.sent(before - BufferUtil.remaining(buffers));
      return all;
    } catch (IOException lost) {
      // Otherwise this side has closed it.
      if (isOpen()) {
        ended(ConnectionEnds.Reason.RESET);
      }
      throw lost;
    }
  }
}
