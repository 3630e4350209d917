package dev.perennial.http;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// How fast the client of one connection is: whether its request head is due, and whether a body or
/// a response moves on. Threads of the engine count the bytes, one thread judges, now and then.
final class Pace {

  /// What a connection waits for.
  enum Phase {
    /// A request, or a handshake.
    HEAD,
    /// More of a body.
    BODY,
    /// Room for more of a response.
    RESPONSE,
    /// Its handler.
    NOTHING
  }

  private static final long NONE = Long.MIN_VALUE;

  private final HttpTimeouts timeouts;

  // One thread at a time begins a request of a connection, reads it, and writes to it. Who judges
  // sees soon what it has counted, in this order; so it does not wait until that can be seen.

  // When the head, or handshake, began that is not complete.
  private final AtomicLong headSince;
  private volatile boolean handshaking;

  private final AtomicInteger heads = new AtomicInteger();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  // Only who judges uses these.
  private long lastLook;
  private int judgedHeads;
  private final Waiting body = new Waiting();
  private final Waiting room = new Waiting();

  /// @param now the moment at which the connection was accepted
  /// @param handshake whether the client has to say something first
  Pace(HttpTimeouts timeouts, long now, boolean handshake) {
    this.timeouts = timeouts;
    this.headSince = new AtomicLong(handshake ? now : NONE);
    this.handshaking = handshake;
    this.lastLook = now;
  }

  /// Bytes have come.
  ///
  /// @param inRequest whether they belong to a request whose head is complete
  void received(int bytes, boolean inRequest, long now) {
    add(read, bytes);
    if (!inRequest) {
      headBegan(now);
    }
  }

  /// Something of the next head has come by now, perhaps with an earlier request.
  void headBegan(long now) {
    if (headSince.getPlain() == NONE) {
      headSince.setRelease(now);
    }
  }

  /// Bytes have gone.
  void sent(long bytes) {
    add(written, bytes);
  }

  private static void add(AtomicLong count, long bytes) {
    count.setRelease(count.getPlain() + bytes);
  }

  /// The handshake is over, and no request has begun.
  void handshakeEnded() {
    headSince.setRelease(NONE);
    handshaking = false;
  }

  /// Whether nothing can be said to the client yet.
  boolean isHandshaking() {
    return handshaking;
  }

  /// A head is complete: body and response begin.
  void headCame() {
    headSince.setRelease(NONE);
    heads.setRelease(heads.getPlain() + 1);
    read.setRelease(0);
    written.setRelease(0);
  }

  /// Whether the client is too slow by now.
  ///
  /// @return what to say to it; nothing while all is well
  Optional<String> verdict(Phase phase, long now) {
    long since = now - lastLook;
    lastLook = now;
    forgetEarlierRequests();
    return switch (phase) {
      case HEAD -> said(isHeadLate(now), "the request came too slowly");
      case BODY -> said(body.isTooLong(since, read.getAcquire()), "the body came too slowly");
      case RESPONSE ->
          said(room.isTooLong(since, written.getAcquire()), "the response was read too slowly");
      case NOTHING -> Optional.empty();
    };
  }

  private static Optional<String> said(boolean tooSlow, String text) {
    return tooSlow ? Optional.of(text) : Optional.empty();
  }

  // A busy connection may never be looked at between two requests.
  private void forgetEarlierRequests() {
    int now = heads.getAcquire();
    if (judgedHeads != now) {
      judgedHeads = now;
      body.begin();
      room.begin();
    }
  }

  private boolean isHeadLate(long now) {
    long began = headSince.getAcquire();
    long limit = timeouts.head().toNanos();
    return began != NONE && limit > 0 && now - began >= limit;
  }

  /// How long the server has waited for the client of one request, in one direction.
  private final class Waiting {

    private long waited;
    private long stoodStill;
    private long bytesBefore;

    void begin() {
      waited = 0;
      stoodStill = 0;
      bytesBefore = 0;
    }

    /// @param since how long it has waited since the last look
    /// @param bytes that have come, or gone, in all
    boolean isTooLong(long since, long bytes) {
      waited += since;
      stoodStill = bytes == bytesBefore ? stoodStill + since : 0;
      bytesBefore = bytes;
      return isTooSlow(bytes) || isTooStill();
    }

    private boolean isTooSlow(long bytes) {
      double rate = timeouts.bytesPerSecond();
      long over = waited - timeouts.grace().toNanos();
      return rate > 0 && over >= bytes / rate * TimeUnit.SECONDS.toNanos(1);
    }

    private boolean isTooStill() {
      long limit = timeouts.stall().toNanos();
      return limit > 0 && stoodStill >= limit;
    }
  }
}
