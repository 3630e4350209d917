package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedBodyTest {

  private static LimitedBody body(int length, long limit) {
    return new LimitedBody(new ByteArrayInputStream(new byte[length]), limit);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, Integer.MAX_VALUE, Long.MAX_VALUE})
  void a_body_up_to_the_limit_is_read_to_its_end(long limit) throws IOException {
    LimitedBody body = body(5, limit);
    assertEquals(5, body.readAllBytes().length);
    assertTrue(body.atEnd());
  }

  @Test
  void a_body_beyond_the_limit_is_refused() {
    assertEquals(413, assertThrows(HttpError.class, body(6, 5)::readAllBytes).status());
  }
}
