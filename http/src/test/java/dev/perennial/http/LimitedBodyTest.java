package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedBodyTest {

  private final AtomicInteger ends = new AtomicInteger();

  private LimitedBody body(int length, long limit) {
    return new LimitedBody(
        new ByteArrayInputStream(new byte[length]), limit, ends::incrementAndGet);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, Integer.MAX_VALUE, Long.MAX_VALUE})
  void a_body_up_to_the_limit_is_read_to_its_end(long limit) throws IOException {
    LimitedBody body = body(5, limit);
    assertEquals(5, body.readAllBytes().length);
    assertEquals(1, ends.get());
  }

  @Test
  void a_body_of_which_there_may_be_more_is_not_at_its_end() throws IOException {
    LimitedBody body = body(5, 5);
    assertEquals(5, body.readNBytes(5).length);
    assertEquals(0, ends.get());
    assertEquals(-1, body.read(new byte[1]));
    assertEquals(1, ends.get());
  }

  @Test
  void a_body_beyond_the_limit_is_refused() {
    assertEquals(413, assertThrows(HttpError.class, body(6, 5)::readAllBytes).status());
  }
}
