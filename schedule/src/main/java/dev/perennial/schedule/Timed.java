package dev.perennial.schedule;

import org.jspecify.annotations.Nullable;

/// Something that becomes due: an entry of a [TimerWheel], linked into it by its own fields, so
/// that a timer costs one object and adding, removing and firing it allocate nothing.
///
/// The fields belong to the wheel and are guarded by whatever guards the wheel.
abstract class Timed {

  /// The value of [#slot] outside of a wheel.
  static final int NOWHERE = -1;

  @Nullable Timed next;
  @Nullable Timed previous;
  int slot = NOWHERE;

  /// Nanoseconds on the scale of the [Timers] it was given to.
  long when;

  /// Called once it is due and out of the wheel. On the system's timers that is the one thread all
  /// timers share: it must hand on what takes time.
  abstract void expire();
}
