package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.SettableTicker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GatheringTest {

  private final SettableTicker ticker = new SettableTicker();
  private final Gathering gathering = new Gathering(ticker);
  private int yields;

  @Test
  void others_go_first_as_long_as_some_of_them_join() {
    for (int i = 0; i < 100; i++) {
      assertTrue(letsOthersFirst());
      gathering.wrote(i % 4 == 0 ? 2 : 1);
    }
  }

  @Test
  void who_stays_alone_writes_at_once_for_a_while_and_twice_as_long_the_next_time() {
    List<Long> pauses = Stream.generate(this::pauseAlone).limit(9).toList();
    assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 256L), pauses);
  }

  @Test
  void company_makes_the_next_pause_short_again() {
    pauseAlone();
    pauseAlone();
    gathering.wrote(2);
    assertEquals(2, pauseAlone());
  }

  @Test
  void what_others_wrote_for_a_thread_does_not_count_as_being_alone() {
    for (int i = 0; i < 100; i++) {
      assertTrue(letsOthersFirst());
      gathering.wrote(0);
    }
  }

  @Test
  void others_that_take_long_are_not_let_first_again_for_twenty_times_as_long() {
    gathering.letOthersFirst(() -> ticker.advance(Duration.ofMillis(30)));
    gathering.wrote(2);
    assertEquals(600, pause());
  }

  // Stays alone until it pauses. Returns for how many milliseconds.
  private long pauseAlone() {
    for (int i = 0; i < 4; i++) {
      assertTrue(letsOthersFirst());
      gathering.wrote(1);
    }
    return pause();
  }

  private long pause() {
    long millis = 0;
    for (; !letsOthersFirst(); millis++) {
      ticker.advance(Duration.ofMillis(1));
    }
    assertFalse(millis == 0);
    return millis;
  }

  private boolean letsOthersFirst() {
    int before = yields;
    gathering.letOthersFirst(() -> yields++);
    return yields > before;
  }
}
