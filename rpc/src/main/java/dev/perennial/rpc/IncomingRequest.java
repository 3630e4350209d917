package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// A request as a transport hands it to a server. It stays the broker's until [#accept()]; a
/// request that is neither accepted nor given back is delivered again when the connection ends.
///
/// Thread-safe.
public interface IncomingRequest {

  /// What it says.
  ///
  /// @return the request
  RpcRequest request();

  /// The moment after which its caller has given up, as far as that is known.
  ///
  /// @return the deadline; [Deadline#never()] for casts and where none was sent
  Deadline deadline();

  /// How often the caller wants a [Reply.Heartbeat] while the method runs.
  ///
  /// @return the interval; empty for no heartbeats
  Optional<Duration> heartbeatInterval();

  /// Whether a caller waits for a reply.
  ///
  /// @return false for casts
  boolean wantsReply();

  /// Takes the request off its queue for good.
  ///
  /// @return false if that failed because the connection is gone: somebody else will get it, so it
  ///   must not be run here
  boolean accept();

  /// Takes the request off its queue as [#accept()] does, by the thread that is about to start the
  /// one that runs it. What the broker has to be told may be left to whoever tells it something
  /// next, and to that thread at the latest.
  ///
  /// @return what [#accept()] returns; asked by the thread that runs it, before anything else
  default BooleanSupplier acceptAhead() {
    return this::accept;
  }

  /// Says that its method begins, where it is accepted only when that has ended.
  ///
  /// @return false if the connection is gone, as for [#accept()]; always true where a request that
  ///   waits cannot be lost
  default boolean begin() {
    return true;
  }

  /// Puts the request back into its queue, for this server or another.
  void requeue();

  /// Sends a reply and does not wait; to a request without a caller nothing is sent. Where the
  /// broker is not to be reached it is tried again for a while. Replies to the same request arrive
  /// in the order in which they were sent. A transport may accept the request itself when it finds
  /// that nobody is there who waits for the last of them.
  ///
  /// @param reply the reply
  /// @return ends when the broker has the reply, or with false when it was given up; by any thread,
  ///   which must not be made to wait
  CompletableFuture<Boolean> reply(Reply reply);
}
