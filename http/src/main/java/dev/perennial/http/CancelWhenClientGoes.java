package dev.perennial.http;

import java.util.concurrent.locks.ReentrantLock;

/// Interrupts the handler behind it when the client goes away before it has its answer, so that
/// work which nobody waits for any more ends. What goes on is in [Request#onClientGone(Runnable)].
/// A body that is written while it is sent is not covered: writing it fails by itself.
///
/// The access log shows such a request with status 499.
public final class CancelWhenClientGoes implements Filter {

  private static final int CLIENT_CLOSED_REQUEST = 499;

  /// Makes the filter.
  public CancelWhenClientGoes() {}

  /// What is noted of a request whose client is gone.
  static HttpError notWaited() {
    return new HttpError(CLIENT_CLOSED_REQUEST, "Client Closed Request", "the client did not wait");
  }

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    Interruption interruption = new Interruption(Thread.currentThread());
    request.onClientGone(interruption::interrupt);
    try {
      return next.handle(request);
    } catch (Exception failure) {
      if (interruption.end()) {
        throw notWaited();
      }
      throw failure;
    } finally {
      interruption.end();
    }
  }

  /// Interrupts a thread while it works for this request, and not a moment longer: it may answer
  /// another one next.
  private static final class Interruption {

    private final ReentrantLock lock = new ReentrantLock();
    private final Thread thread;

    // WORKING ──the client goes──► INTERRUPTED ──end──► ENDED
    //    └──────────────────end────────────────────────────▲
    // Whoever notices the client causes the first, the thread itself the end. Guarded by the lock.
    private boolean ended;
    private boolean interrupted;

    Interruption(Thread thread) {
      this.thread = thread;
    }

    void interrupt() {
      lock.lock();
      try {
        if (!ended) {
          interrupted = true;
          thread.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    /// Called by the thread itself, perhaps twice.
    ///
    /// @return whether it was interrupted
    boolean end() {
      lock.lock();
      try {
        if (interrupted && !ended) {
          Thread.interrupted();
        }
        ended = true;
        return interrupted;
      } finally {
        lock.unlock();
      }
    }
  }
}
