package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineQueueTest {

  private final LineQueue queue = new LineQueue(100_000);

  private static byte[] line(int length) {
    return "x".repeat(length).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void what_does_not_fit_finds_no_room_until_something_is_written() throws Exception {
    assertTrue(queue.add(line(60_000)));
    assertTrue(queue.add(line(40_000)));
    assertFalse(queue.add(line(1)));
    LineBatch first = queue.take();
    assertFalse(queue.add(line(1)));
    assertFalse(queue.done(first));
    assertTrue(queue.add(line(1)));
  }

  @Test
  void a_line_is_never_divided_between_two_batches() throws Exception {
    queue.add(line(60_000));
    queue.add(line(10_000));
    assertEquals(60_000, queue.take().size());
    assertEquals(10_000, queue.take().size());
  }

  @Test
  void lines_of_a_batch_are_written_together_and_in_turn() throws Exception {
    queue.add("a\n".getBytes(StandardCharsets.UTF_8));
    queue.add("b\n".getBytes(StandardCharsets.UTF_8));
    LineBatch batch = queue.take();
    assertEquals("a\nb\n", StandardCharsets.UTF_8.decode(batch.content()).toString());
    assertTrue(queue.done(batch));
  }

  @Test
  void what_is_taken_counts_until_it_is_written() throws Exception {
    queue.add(line(1));
    LineBatch batch = queue.take();
    queue.add(line(1));
    assertEquals(2, queue.lines());
    assertFalse(queue.done(batch));
    assertEquals(1, queue.lines());
  }

  @Test
  void the_end_comes_once_all_is_taken() throws Exception {
    queue.add(line(1));
    assertTrue(queue.close());
    assertFalse(queue.close());
    queue.add(line(1));
    assertEquals(1, queue.take().lines());
    assertTrue(queue.take().isEmpty());
  }
}
