package dev.perennial.rpc.rabbitmq;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The requests of a subscription that are still the broker's: delivered here, and neither accepted
/// nor given back. It delivers them again when their channel ends, perhaps to us. Such a copy is no
/// second request: all that is new about it is its receipt, which takes the place of the old one.
///
/// Thread-safe.
final class HeldRequests {

  private final Map<String, Held> byId = new HashMap<>();
  private final Duplicates accepted;

  /// @param accepted those that are not the broker's any more
  HeldRequests(Duplicates accepted) {
    this.accepted = accepted;
  }

  /// Holds a request that was delivered.
  ///
  /// @param id by which a copy is recognised; without one each is the first
  /// @return empty if it is a copy of one that is held or was accepted; nothing is left to do then
  Optional<Held> hold(Optional<String> id, Receipt receipt) {
    if (id.isEmpty()) {
      return Optional.of(new Held("", receipt));
    }
    Receipt surplus = receipt;
    synchronized (byId) {
      if (!accepted.contains(id.get())) {
        Held fresh = new Held(id.get(), receipt);
        Held known = byId.putIfAbsent(id.get(), fresh);
        if (known == null) {
          return Optional.of(fresh);
        }
        surplus = known.receipt;
        known.receipt = receipt;
      }
    }
    surplus.accept();
    return Optional.empty();
  }

  /// One request. The lock of the map guards its fields.
  final class Held {
    // WAITING ──accept()──► ACCEPTED
    //    │ ╲──begin()──► BEGUN ──accept()──► ACCEPTED
    //    │                 └──requeue()──► RETURNED
    //    ├──requeue()──► RETURNED
    //    └──accept() or begin() without a receipt that is open──► RETURNED, by the broker itself
    //
    // WAITING, BEGUN: a copy brings its receipt and is forgotten. The old receipt is accepted:
    // mostly it is closed and nothing happens; if not, the sender has sent the request twice, and
    // the other one stays the broker's until this one has ended.
    // BEGUN: the method runs, so that is no matter of the channel any more: who has run it once
    // does not run the copy that comes after the end.
    // ACCEPTED: a copy is accepted and forgotten. RETURNED: a copy is a request like any other.
    private enum State {
      WAITING,
      BEGUN,
      ACCEPTED,
      RETURNED
    }

    private final String id;
    private Receipt receipt;
    private State state = State.WAITING;

    private Held(String id, Receipt receipt) {
      this.id = id;
      this.receipt = receipt;
    }

    /// Its method is about to run, and it stays the broker's.
    ///
    /// @return false if it went back to the broker
    boolean begin() {
      synchronized (byId) {
        if (state == State.WAITING) {
          state = receipt.isOpen() ? State.BEGUN : returned();
        }
        return state == State.BEGUN;
      }
    }

    /// Takes it off its queue.
    ///
    /// @return false if it went back to the broker
    boolean accept() {
      Optional<Receipt> last = taken();
      last.ifPresent(Receipt::accept);
      return last.isPresent();
    }

    /// The same, but the broker is told with what it is told next, and when the supplier is asked
    /// at the latest.
    ///
    /// @return whether it is ours
    BooleanSupplier acceptAhead() {
      Optional<Runnable> tell = taken().map(Receipt::acceptAhead);
      return () -> {
        tell.ifPresent(Runnable::run);
        return tell.isPresent();
      };
    }

    // Returns the receipt that is to be accepted.
    private Optional<Receipt> taken() {
      synchronized (byId) {
        if (state == State.WAITING && !receipt.isOpen()) {
          state = returned();
        }
        if (!isHeld()) {
          return Optional.empty();
        }
        state = accepted();
        return Optional.of(receipt);
      }
    }

    /// Gives it back.
    void requeue() {
      Receipt last;
      synchronized (byId) {
        if (!isHeld()) {
          return;
        }
        state = returned();
        last = receipt;
      }
      last.reject(true);
    }

    private boolean isHeld() {
      return state == State.WAITING || state == State.BEGUN;
    }

    private State accepted() {
      if (!id.isEmpty()) {
        byId.remove(id, this);
        accepted.add(id);
      }
      return State.ACCEPTED;
    }

    private State returned() {
      byId.remove(id, this);
      return State.RETURNED;
    }
  }
}
