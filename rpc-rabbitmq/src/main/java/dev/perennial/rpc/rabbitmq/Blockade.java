package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.BlockedListener;
import dev.perennial.service.BusConnection;
import dev.perennial.service.BusConnection.State;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Whether the broker takes no messages at present, as it says itself.
///
/// Thread-safe.
final class Blockade implements BlockedListener {

  private static final System.Logger LOG = System.getLogger("dev.perennial.rpc.rabbitmq");

  private record Begun(String reason, Instant since) {}

  private final Runnable ended;
  private final InstantSource clock;
  private volatile Optional<Begun> begun = Optional.empty();

  /// @param ended called by the reading thread when messages are taken again
  Blockade(Runnable ended, InstantSource clock) {
    this.ended = ended;
    this.clock = clock;
  }

  /// Why messages are not taken; empty when they are.
  Optional<String> reason() {
    return begun.map(Begun::reason);
  }

  boolean isThere() {
    return begun.isPresent();
  }

  /// The connection is another one, or gone.
  void forget() {
    begun = Optional.empty();
  }

  /// The connection as it stands with the blockade.
  BusConnection on(BusConnection connection) {
    return begun
        .filter(_ -> connection.state() == State.CONNECTED)
        .map(blockade ->
            new BusConnection(
                connection.purpose(),
                State.BLOCKED,
                connection.host(),
                blockade.since(),
                blockade.reason()))
        .orElse(connection);
  }

  @Override
  public void handleBlocked(String reason) {
    LOG.log(Level.WARNING, "the broker blocks publishers: " + reason);
    begun = Optional.of(new Begun(reason, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  @Override
  public void handleUnblocked() {
    LOG.log(Level.INFO, "the broker takes messages again");
    begun = Optional.empty();
    ended.run();
  }
}
