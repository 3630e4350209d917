package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFormatTest {

  private static final LogFormat.Line LINE =
      new LogFormat.Line(
          new RequestOrigin("192.0.2.7", 4711, "http"),
          "GET",
          "/a?b=c",
          "HTTP/1.1",
          201,
          42,
          1_234_567_890L,
          "req-1");

  @Test
  void the_default_is_that_of_the_seed_with_the_request_id_behind() {
    assertEquals(
        "192.0.2.7 \"GET /a?b=c HTTP/1.1\" status: 201  len: 42 time: 1.2345679 req-1",
        LogFormat.DEFAULT.format(LINE));
  }

  @ParameterizedTest
  @CsvSource({
    "%(client_ip)s:%(client_port)s,192.0.2.7:4711 req-1",
    "%(client_port)d,4711 req-1",
    "%(status_code)s %(body_length)s,201 42 req-1",
    "%(request_line)s,GET /a?b=c HTTP/1.1 req-1",
    "%(wall_seconds).3f,1.235 req-1",
    "%(wall_seconds).0f,1 req-1",
    "%(wall_seconds)f,1.234568 req-1",
    "100%% of %(status_code)s,100% of 201 req-1",
    "[%(request_id)s] %(status_code)s!,[req-1] 201!",
    "nothing,nothing req-1"
  })
  void every_field_may_stand_anywhere(String form, String line) {
    assertEquals(line, LogFormat.of(form).format(LINE));
  }

  @Test
  void date_and_time_look_as_in_the_seed() {
    String line = LogFormat.of("%(date_time)s").format(LINE);
    assertTrue(line.matches("\\d\\d/\\w{3}/\\d{4} \\d\\d:\\d\\d:\\d\\d req-1"), line);
  }

  @ParameterizedTest
  @CsvSource({"%(nothing)s", "%s", "50%"})
  void a_form_that_means_nothing_is_refused(String form) {
    assertThrows(IllegalArgumentException.class, () -> LogFormat.of(form));
  }
}
