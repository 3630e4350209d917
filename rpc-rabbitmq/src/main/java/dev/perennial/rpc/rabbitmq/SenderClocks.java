package dev.perennial.rpc.rabbitmq;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How old messages are, by the clocks of their senders, which show other times than ours.
///
/// A message shows when it was sent by its sender's monotonic clock. The fastest message of a
/// sender tells how far that clock is from ours, but for the short time that this message took;
/// what another one took longer is how old it is. (Clock filter: the sample of least delay, D.
/// Mills and others, RFC 5905, section 10.) Samples are forgotten after a while, since clocks
/// drift.
///
/// A clock may also lose time at once, such as that of a virtual machine that was paused, and all
/// its messages would look old for as long as the samples before are remembered. What is late lay
/// in a socket: little is written to a broker that does not read, within a second, and all of it
/// comes at one moment. So two messages that were sent some seconds apart and are equally late, and
/// none between them that is not, tell that it is the clock, which is then learnt anew.
///
/// Thread-safe.
final class SenderClocks {

  private static final int MOST_SENDERS = 1_000;
  private static final long WINDOW_MILLIS = TimeUnit.MINUTES.toMillis(10);

  // The broker drops what waits in a queue beyond its time, so all that is delivered by an
  // overloaded one may be about as old as that. What is older was not in the queue.
  private static final long BEYOND_QUEUE_MILLIS = 1_000;
  // More than a publisher writes without a sign of the broker.
  private static final long APART_MILLIS = 2_000;
  private static final long SAME_MILLIS = 100;

  private final Map<String, Offset> offsets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Offset> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  /// A message that looked too old.
  ///
  /// @param sent when, by the clock of its sender
  /// @param offset that it shows
  private record Doubt(long sent, long offset) {

    boolean isDisprovedBy(long other) {
      return other < offset - SAME_MILLIS;
    }

    boolean isConfirmedBy(long otherSent, long other) {
      return Math.abs(other - offset) <= SAME_MILLIS && Math.abs(otherSent - sent) >= APART_MILLIS;
    }
  }

  // The least of the window since `since`, and of the one before.
  private record Offset(long since, long least, long before, Optional<Doubt> doubt) {

    static Offset first(long now, long offset) {
      return new Offset(now, offset, offset, Optional.empty());
    }

    Offset with(long now, long offset) {
      if (now - since > 2 * WINDOW_MILLIS) {
        return first(now, offset);
      }
      Optional<Doubt> left = doubt.filter(each -> !each.isDisprovedBy(offset));
      if (now - since > WINDOW_MILLIS) {
        return new Offset(now, offset, least, left);
      }
      return offset < least || !left.equals(doubt)
          ? new Offset(since, Math.min(offset, least), before, left)
          : this;
    }

    Offset doubted(long sent, long offset) {
      return doubt.isPresent()
          ? this
          : new Offset(since, least, before, Optional.of(new Doubt(sent, offset)));
    }

    long age(long offset) {
      return Math.max(0, offset - Math.min(least, before));
    }
  }

  /// What is left of the time that a message was granted: its age beyond that of the fastest one of
  /// its sender is gone.
  ///
  /// @param sender who sent it
  /// @param sent when, in milliseconds by its clock
  /// @param now in milliseconds by our clock
  /// @param granted in milliseconds, when it was sent
  /// @return milliseconds, not positive if its sender has given up
  synchronized long left(String sender, long sent, long now, long granted) {
    long offset = now - sent;
    Offset known = offsets.get(sender);
    Offset updated = known == null ? Offset.first(now, offset) : known.with(now, offset);
    if (updated.doubt().filter(doubt -> doubt.isConfirmedBy(sent, offset)).isPresent()) {
      updated = Offset.first(now, offset);
    } else if (updated.age(offset) > granted + BEYOND_QUEUE_MILLIS) {
      updated = updated.doubted(sent, offset);
    }
    if (updated != known) {
      offsets.put(sender, updated);
    }
    return granted - updated.age(offset);
  }
}
