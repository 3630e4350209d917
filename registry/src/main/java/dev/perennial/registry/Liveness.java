package dev.perennial.registry;

import java.time.Duration;

/// Whether a service is taken for alive.
public enum Liveness {
  /// Its last heartbeat is recent.
  UP,
  /// Its last heartbeat is too old, or somebody has declared it down.
  DOWN;

  // A heartbeat from the future is one from before the database's clock was set back: the distance
  // counts, in either direction.
  static Liveness of(boolean forcedDown, Duration age, Duration downTime) {
    return forcedDown || age.abs().compareTo(downTime) > 0 ? DOWN : UP;
  }
}
