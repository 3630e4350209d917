package dev.perennial.http;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

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

  // When the head, or handshake, began that is not complete.
  private volatile long headSince;
  private volatile boolean handshaking;

  // One thread at a time reads a connection, and one writes to it.
  private volatile long read;
  private volatile long written;

  // Only who judges uses these.
  private long lastLook;
  private long waitedForBody;
  private long waitedForRoom;

  /// @param now the moment at which the connection was accepted
  /// @param handshake whether the client has to say something first
  Pace(HttpTimeouts timeouts, long now, boolean handshake) {
    this.timeouts = timeouts;
    this.headSince = handshake ? now : NONE;
    this.handshaking = handshake;
    this.lastLook = now;
  }

  /// Bytes have come.
  ///
  /// @param inRequest whether they belong to a request whose head is complete
  void received(int bytes, boolean inRequest, long now) {
    read += bytes;
    if (!inRequest && headSince == NONE) {
      headSince = now;
    }
  }

  /// Bytes have gone.
  void sent(long bytes) {
    written += bytes;
  }

  /// The handshake is over, and no request has begun.
  void handshakeEnded() {
    headSince = NONE;
    handshaking = false;
  }

  /// Whether nothing can be said to the client yet.
  boolean isHandshaking() {
    return handshaking;
  }

  /// A head is complete: body and response begin.
  void headCame() {
    headSince = NONE;
    read = 0;
    written = 0;
  }

  /// Whether the client is too slow by now.
  ///
  /// @return what to say to it; nothing while all is well
  Optional<String> verdict(Phase phase, long now) {
    long since = now - lastLook;
    lastLook = now;
    return switch (phase) {
      case HEAD -> {
        waitedForBody = 0;
        waitedForRoom = 0;
        yield isHeadLate(now) ? Optional.of("the request came too slowly") : Optional.empty();
      }
      case BODY -> {
        waitedForBody += since;
        yield isTooSlow(waitedForBody, read)
            ? Optional.of("the body came too slowly")
            : Optional.empty();
      }
      case RESPONSE -> {
        waitedForRoom += since;
        yield isTooSlow(waitedForRoom, written)
            ? Optional.of("the response was read too slowly")
            : Optional.empty();
      }
      case NOTHING -> Optional.empty();
    };
  }

  private boolean isHeadLate(long now) {
    long began = headSince;
    long limit = timeouts.head().toNanos();
    return began != NONE && limit > 0 && now - began >= limit;
  }

  private boolean isTooSlow(long waited, long bytes) {
    double rate = timeouts.bytesPerSecond();
    long over = waited - timeouts.grace().toNanos();
    return rate > 0 && over >= bytes / rate * TimeUnit.SECONDS.toNanos(1);
  }
}
