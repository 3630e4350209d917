package dev.perennial.http;

import java.util.concurrent.atomic.AtomicLong;

/// How much memory the bodies take that a server has collected, or is about to, over all requests:
/// without a limit some hundred clients with a large body each would end a process. Thread-safe.
final class BodyMemory {

  private final long most;
  private final AtomicLong held = new AtomicLong();

  /// @param most bytes in all; a body that is alone may be larger
  BodyMemory(long most) {
    this.most = most;
  }

  /// What one request has of it. Used by one thread at a time.
  Share share() {
    return new Share();
  }

  final class Share {

    private long own;

    /// Takes more.
    ///
    /// @throws HttpError 503 if the bodies of others leave no room
    void take(int bytes) {
      long all = held.addAndGet(bytes);
      own += bytes;
      if (all > most && all > own) {
        release();
        throw new HttpError(503, "the server holds too many bodies; ask again")
            .withHeader("Retry-After", "1");
      }
    }

    /// Gives a part of it back.
    void giveBack(long bytes) {
      held.addAndGet(-bytes);
      own -= bytes;
    }

    /// Gives all of it back. May be called again.
    void release() {
      giveBack(own);
    }
  }
}
