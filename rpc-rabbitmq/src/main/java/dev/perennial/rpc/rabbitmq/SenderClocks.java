package dev.perennial.rpc.rabbitmq;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How old messages are, by the clocks of their senders, which show other times than ours.
///
/// A message shows when it was sent by its sender's monotonic clock. The fastest message of a
/// sender tells how far that clock is from ours, but for the short time that this message took;
/// what another one took longer is how old it is. (Clock filter: the sample of least delay, D.
/// Mills and others, RFC 5905, section 10.) Samples are forgotten after a while, since clocks
/// drift.
///
/// Thread-safe.
final class SenderClocks {

  private static final int MOST_SENDERS = 1_000;
  private static final long WINDOW_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final Map<String, Offset> offsets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Offset> eldest) {
          return size() > MOST_SENDERS;
        }
      };

  // The least of the window since `since`, and of the one before.
  private record Offset(long since, long least, long before) {

    static Offset first(long now, long offset) {
      return new Offset(now, offset, offset);
    }

    Offset with(long now, long offset) {
      if (now - since > WINDOW_MILLIS) {
        return new Offset(now, offset, least);
      }
      return offset < least ? new Offset(since, offset, before) : this;
    }

    long known() {
      return Math.min(least, before);
    }
  }

  /// The age of a message beyond that of the fastest one of its sender.
  ///
  /// @param sender who sent it
  /// @param sent when, in milliseconds by its clock
  /// @param now in milliseconds by our clock
  /// @return milliseconds, not negative
  synchronized long age(String sender, long sent, long now) {
    long offset = now - sent;
    Offset known = offsets.get(sender);
    Offset updated = known == null ? Offset.first(now, offset) : known.with(now, offset);
    if (updated != known) {
      offsets.put(sender, updated);
    }
    return Math.max(0, offset - updated.known());
  }
}
