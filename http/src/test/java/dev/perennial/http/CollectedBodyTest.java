package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;

class CollectedBodyTest {

  private static final int ROOM = 30;
  private static final int MOST = 50;

  private final BodyMemory memory = new BodyMemory(ROOM);
  private final BodyMemory.Share others = memory.share();
  private final CollectedBody body = new CollectedBody(memory.share(), MOST);
  private final Pieces source = new Pieces();

  /// A body of which as much has come as the test says.
  private static final class Pieces implements Content.Source {

    private final Queue<Content.Chunk> pieces = new ArrayDeque<>();
    private long announced = -1;
    private int lent;

    void add(String text, boolean last) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      lent++;
      pieces.add(Content.Chunk.from(bytes, last, () -> lent--));
    }

    @Override
    public long getLength() {
      return announced;
    }

    @Override
    public Content.Chunk read() {
      return pieces.poll();
    }

    @Override
    public void demand(Runnable more) {}

    @Override
    public void fail(Throwable failure) {}
  }

  private boolean comes(String text, boolean last) throws Throwable {
    source.add(text, last);
    return body.readFrom(source);
  }

  private int refusal(String text) {
    return assertThrows(HttpError.class, () -> comes(text, false)).status();
  }

  private int othersHave() {
    int bytes = 0;
    try {
      while (true) {
        others.take(1);
        bytes++;
      }
    } catch (HttpError full) {
      return bytes;
    }
  }

  @Test
  void the_pieces_are_put_together_and_given_back_to_the_engine() throws Throwable {
    assertFalse(comes("abc", false));
    source.add("", false);
    assertTrue(comes("de", true));
    assertEquals("abcde", new String(body.whole(), StandardCharsets.US_ASCII));
    assertEquals(0, source.lent);
  }

  @Test
  void a_piece_that_has_no_room_is_given_back_to_the_engine() {
    others.take(ROOM);
    assertEquals(503, refusal("a"));
    assertEquals(0, source.lent);
  }

  @Test
  void a_piece_that_makes_a_body_too_large_is_given_back_to_the_engine() throws Throwable {
    comes("a".repeat(MOST), false);
    assertEquals(413, refusal("a"));
    assertEquals(0, source.lent);
  }

  @Test
  void memory_that_is_not_full_yet_counts_until_all_has_come() throws Throwable {
    comes("a".repeat(10), false);
    assertEquals(ROOM - 10, othersHave());
    comes("a", true);
    assertEquals(ROOM - 20, othersHave());
    assertEquals(11, body.whole().length);
    assertEquals(ROOM - 11, othersHave());
  }

  @Test
  void a_body_takes_no_more_memory_than_was_announced_and_not_before_it_comes() throws Throwable {
    source.announced = 11;
    comes("a", false);
    assertEquals(ROOM - 1, othersHave());
    comes("a".repeat(9), false);
    comes("a", true);
    assertEquals(ROOM - 11, othersHave());
    assertEquals(11, body.whole().length);
  }

  @Test
  void who_reads_all_of_it_gets_the_very_bytes() throws Exception {
    byte[] content = {1, 2, 3};
    assertSame(content, new LimitedBody(new WholeBody(content), MOST).readAllBytes());
    LimitedBody inParts = new LimitedBody(new WholeBody(content), MOST);
    assertEquals(1, inParts.read());
    assertEquals(2, inParts.readAllBytes().length);
    assertEquals(0, inParts.readAllBytes().length);
  }
}
