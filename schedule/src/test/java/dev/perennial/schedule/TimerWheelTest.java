package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final long TICK = 1L << TimerWheel.TICK_BITS;

  private final TimerWheel wheel = new TimerWheel();

  private static final class Entry extends Timed {
    private final int number;

    Entry(int number) {
      this.number = number;
    }

    @Override
    void expire() {
      throw new AssertionError("the wheel only gives entries out");
    }

    @Override
    public String toString() {
      return number + "@" + when;
    }
  }

  private Entry add(long when) {
    Entry entry = new Entry(wheel.size());
    wheel.add(entry, when);
    return entry;
  }

  private List<Timed> dueAt(long now) {
    List<Timed> due = new ArrayList<>();
    for (Timed entry = wheel.poll(now); entry != null; entry = wheel.poll(now)) {
      due.add(entry);
    }
    return due;
  }

  @Test
  void an_entry_comes_out_at_its_moment_and_not_a_nanosecond_before() {
    for (long when : new long[] {1, TICK - 1, TICK, 63 * TICK + 5, 64 * TICK, 5_000 * TICK + 7}) {
      TimerWheel fresh = new TimerWheel();
      Entry entry = new Entry(0);
      fresh.add(entry, when);
      assertNull(fresh.poll(when - 1), () -> "before " + when);
      assertEquals(entry, fresh.poll(when), () -> "at " + when);
      assertNull(fresh.poll(when));
      assertEquals(0, fresh.size());
    }
  }

  @Test
  void entries_of_one_moment_come_out_in_the_order_in_which_they_went_in() {
    long moment = 3_600_000_000_000L;
    List<Timed> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(add(moment));
    }
    wheel.poll(moment - 2_000 * TICK);
    expected.add(add(moment));
    wheel.poll(moment - 2 * TICK);
    expected.add(add(moment));
    assertEquals(expected, dueAt(moment));
  }

  @Test
  void what_is_added_for_the_past_is_due_at_once() {
    wheel.poll(100 * TICK);
    Entry late = add(3);
    assertEquals(List.of(late), dueAt(100 * TICK));
  }

  @Test
  void a_removed_entry_does_not_come_out() {
    Entry kept = add(5 * TICK);
    Entry removed = add(5 * TICK);
    Entry far = add(1L << 60);
    assertTrue(wheel.remove(removed));
    assertTrue(wheel.remove(far));
    assertFalse(wheel.remove(removed));
    assertEquals(1, wheel.size());
    assertEquals(List.of(kept), dueAt(1L << 61));
    assertFalse(wheel.remove(kept));
  }

  @Test
  void an_empty_wheel_has_nothing_to_wait_for() {
    assertEquals(TimerWheel.NEVER, wheel.nextMoment());
    assertEquals(TimerWheel.NEVER, wheel.nextTickEnd());
    wheel.remove(add(7));
    assertEquals(TimerWheel.NEVER, wheel.nextMoment());
  }

  @Test
  void a_waiting_entry_is_looked_at_a_few_times_only_however_far_it_is() {
    long when = 365L * 86_400 * 1_000_000_000;
    add(when);
    int looks = 0;
    while (wheel.poll(wheel.nextMoment()) == null) {
      looks++;
    }
    assertTrue(looks <= 7, () -> "entries move down once a level");
  }

  @Test
  void it_gives_out_what_a_sorted_list_gives_out() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Entry> model = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      String where = "seed " + seed + ", step " + step;
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          Entry entry = new Entry(step);
          wheel.add(entry, now + (random.nextLong() >>> 8 + random.nextInt(50)));
          model.add(entry);
        }
        case 2 -> {
          if (!model.isEmpty()) {
            Entry entry = model.remove(random.nextInt(model.size()));
            assertTrue(wheel.remove(entry), where);
          }
        }
        default -> {
          now += random.nextLong() >>> 14 + random.nextInt(40);
          assertEquals(duePart(model, now), sorted(dueAt(now)), where);
        }
      }
      assertEquals(model.size(), wheel.size(), where);
      assertNextIsNotLate(model, where);
    }
  }

  private void assertNextIsNotLate(List<Entry> model, String where) {
    long earliest = model.stream().mapToLong(e -> e.when).min().orElse(TimerWheel.NEVER);
    assertTrue(wheel.nextMoment() <= earliest, where);
  }

  private static List<Timed> duePart(List<Entry> model, long now) {
    List<Timed> due = new ArrayList<>(model.stream().filter(e -> e.when <= now).toList());
    model.removeIf(e -> e.when <= now);
    return sorted(due);
  }

  private static List<Timed> sorted(List<Timed> entries) {
    return entries.stream()
        .sorted(
            Comparator.comparingLong((Timed e) -> e.when)
                .thenComparingInt(System::identityHashCode))
        .toList();
  }
}
