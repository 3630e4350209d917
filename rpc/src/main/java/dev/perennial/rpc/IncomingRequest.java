package dev.perennial.rpc;

import dev.perennial.schedule.Deadline;
import java.time.Duration;
import java.util.Optional;

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

  /// Puts the request back into its queue, for this server or another.
  void requeue();

  /// Sends a reply; to a request without a caller nothing is sent. Blocks until the broker has it,
  /// and tries again for a while when it is not to be reached.
  ///
  /// @param reply the reply
  /// @throws InterruptedException if the thread is interrupted
  void reply(Reply reply) throws InterruptedException;
}
