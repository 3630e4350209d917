package dev.perennial.schedule;

import org.jspecify.annotations.Nullable;

/// Timers in the order in which they become due, at a cost that does not depend on how many there
/// are: a hierarchical timing wheel.
///
/// Eight levels of 64 slots. A slot of level 0 is one tick long (2^20 ns, about a millisecond), a
/// slot of each further level 64 times as long as one of the level below. An entry waits in the
/// lowest level whose turn reaches it; when the time comes to a slot of a higher level its entries
/// move down (at most seven times in a life, twice for a second). One word a level says which slots
/// have entries, so that idle time is skipped and not walked through.
///
/// Moments are exact: an entry is never given out early, and within a tick the tick does not round
/// it. Entries that are due at the same moment come out in the order in which they went in.
///
/// The algorithm is scheme 7 of G. Varghese and T. Lauck, *Hashed and Hierarchical Timing Wheels:
/// Data Structures for the Efficient Implementation of a Timer Facility*, SOSP 1987.
///
/// Not thread-safe.
final class TimerWheel {

  /// No entry, so nothing to wait for.
  static final long NEVER = Long.MAX_VALUE;

  static final int TICK_BITS = 20;

  private static final int SLOT_BITS = 6;
  private static final int SLOTS = 1 << SLOT_BITS;
  private static final int LEVELS = 8;

  /// First entry of each slot, level after level; entries of a slot form a ring.
  private final @Nullable Timed[] heads = new @Nullable Timed[LEVELS * SLOTS];

  /// A bit for each slot of a level that has entries.
  private final long[] occupied = new long[LEVELS];

  /// The tick that time has come to. Entries of level n agree with it in all digits (of base 64)
  /// above digit n and, on levels above 0, are ahead of it in digit n.
  private long tick;

  private int size;

  /// {@return how many entries wait}
  int size() {
    return size;
  }

  /// Adds an entry that is in no wheel.
  ///
  /// @param when its moment, not negative; one that has passed already is due at once
  void add(Timed entry, long when) {
    entry.when = when;
    place(entry);
    size++;
  }

  /// Takes an entry out.
  ///
  /// @return false if it is not in the wheel
  boolean remove(Timed entry) {
    if (entry.slot == Timed.NOWHERE) {
      return false;
    }
    unlink(entry);
    size--;
    return true;
  }

  /// Takes out one entry that is due, the earliest first.
  ///
  /// @param now the time, not before that of an earlier call
  /// @return an entry whose moment is not after `now`, or nothing if there is none
  @Nullable Timed poll(long now) {
    long nowTick = now >>> TICK_BITS;
    for (int level = lowest(); level < LEVELS; level = lowest()) {
      int slot = firstSlot(level);
      long start = startOf(level, slot);
      if (start > nowTick) {
        break;
      }
      tick = start;
      if (level > 0) {
        moveDown(slot);
      } else {
        return dueIn(slot, now);
      }
    }
    tick = Math.max(tick, nowTick);
    return null;
  }

  /// The next moment at which [#poll] has something to do, exactly: that at which the earliest
  /// entry is due, or an earlier one at which entries have to move down.
  long nextMoment() {
    int level = lowest();
    if (level == LEVELS) {
      return NEVER;
    }
    int slot = firstSlot(level);
    return level > 0 ? startOf(level, slot) << TICK_BITS : earliestIn(slot);
  }

  /// Like [#nextMoment()], but the end of the tick of that moment: who wakes up then finds all that
  /// became due in that tick.
  long nextTickEnd() {
    int level = lowest();
    if (level == LEVELS) {
      return NEVER;
    }
    long start = startOf(level, firstSlot(level));
    return (level > 0 ? start : start + 1) << TICK_BITS;
  }

  private void place(Timed entry) {
    long due = Math.max(entry.when >>> TICK_BITS, tick);
    int highestDigitThatDiffers = 63 - Long.numberOfLeadingZeros((due ^ tick) | (SLOTS - 1));
    int level = highestDigitThatDiffers / SLOT_BITS;
    link(entry, level * SLOTS + digit(due, level));
  }

  private void moveDown(int slot) {
    for (Timed entry = heads[slot]; entry != null; entry = heads[slot]) {
      unlink(entry);
      place(entry);
    }
  }

  // The slot is that of `tick`. Unless it is also that of `now`, all of its entries are due.
  private @Nullable Timed dueIn(int slot, long now) {
    Timed head = heads[slot];
    Timed entry = head;
    while (entry != null && entry.when > now) {
      entry = entry.next == head ? null : entry.next;
    }
    if (entry != null) {
      unlink(entry);
      size--;
    }
    return entry;
  }

  private long earliestIn(int slot) {
    Timed head = heads[slot];
    long earliest = NEVER;
    Timed entry = head;
    while (entry != null) {
      earliest = Math.min(earliest, entry.when);
      entry = entry.next == head ? null : entry.next;
    }
    return earliest;
  }

  // Entries of a lower level are always earlier than those of a higher one.
  private int lowest() {
    int level = 0;
    while (level < LEVELS && occupied[level] == 0) {
      level++;
    }
    return level;
  }

  private int firstSlot(int level) {
    return level * SLOTS + Long.numberOfTrailingZeros(occupied[level]);
  }

  // The first tick of a slot, which is in the same turn as the present tick.
  private long startOf(int level, int slot) {
    long turn = tick >>> (level + 1) * SLOT_BITS;
    return (turn << SLOT_BITS | (slot & (SLOTS - 1))) << level * SLOT_BITS;
  }

  private static int digit(long due, int level) {
    return (int) (due >>> level * SLOT_BITS) & (SLOTS - 1);
  }

  private void link(Timed entry, int slot) {
    Timed head = heads[slot];
    entry.slot = slot;
    if (head == null) {
      entry.next = entry;
      entry.previous = entry;
      heads[slot] = entry;
      occupied[slot / SLOTS] |= 1L << slot;
    } else {
      Timed last = before(head);
      entry.next = head;
      entry.previous = last;
      last.next = entry;
      head.previous = entry;
    }
  }

  private void unlink(Timed entry) {
    int slot = entry.slot;
    Timed after = after(entry);
    if (after == entry) {
      heads[slot] = null;
      occupied[slot / SLOTS] &= ~(1L << slot);
    } else {
      Timed before = before(entry);
      before.next = after;
      after.previous = before;
      if (heads[slot] == entry) {
        heads[slot] = after;
      }
    }
    entry.next = null;
    entry.previous = null;
    entry.slot = Timed.NOWHERE;
  }

  private static Timed after(Timed entry) {
    Timed next = entry.next;
    if (next == null) {
      throw new IllegalStateException("not in a wheel");
    }
    return next;
  }

  private static Timed before(Timed entry) {
    Timed previous = entry.previous;
    if (previous == null) {
      throw new IllegalStateException("not in a wheel");
    }
    return previous;
  }
}
