package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpErrorTest {

  private static String document(HttpError error) {
    byte[] content = Problem.of(error, "req-1").content().orElseThrow();
    return new String(content, StandardCharsets.UTF_8);
  }

  @Test
  void what_may_be_asked_again_later_says_when_in_its_document() {
    for (int status : new int[] {413, 429}) {
      HttpError later = new HttpError(status, "not now").withHeader("Retry-After", "7");
      assertEquals("7", Problem.of(later, "req-1").header("Retry-After").orElseThrow());
      assertTrue(document(later).endsWith(",\"request_id\":\"req-1\",\"retryAfter\":\"7\"}"));
    }
  }

  @Test
  void others_have_it_in_their_header_alone() {
    HttpError full = new HttpError(503, "not now").withHeader("Retry-After", "7");
    assertFalse(document(full).contains("retryAfter"));
    assertFalse(document(new HttpError(429, "not now")).contains("retryAfter"));
  }
}
