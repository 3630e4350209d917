package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.service.RequestContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonFormatTest {

  private static String text(LogEvent event) {
    return new JsonFormat(Events.options("log_date_format", "%%"), Events.PROGRAM).text(event);
  }

  @Test
  void a_record_is_one_object_on_one_line() {
    assertEquals(
        "{\"message\": \"say \\\"hi\\\"\\n\\u0007\", \"asctime\": \"%\", \"name\": \"a.b\","
            + " \"levelname\": \"INFO\", \"levelno\": 20, \"created\": 1000.007, \"msecs\": 7,"
            + " \"relative_created\": 7, \"thread\": 1, \"thread_name\": \"main\","
            + " \"process_name\": \"api/0\", \"process\": 4711, \"hostname\": \"host\","
            + " \"error_summary\": \"\", \"context\": {}, \"extra\": {\"project\": \"foo\"}}",
        text(Events.of(LogLevel.INFO, "say \"hi\"\n\007")));
  }

  @Test
  void context_stack_and_place_are_there_when_they_are_known() {
    LogEvent event =
        new LogEvent(
            0,
            LogLevel.DEBUG,
            "a.b",
            "x",
            List.of("E: e", "\tat A"),
            "main",
            1,
            Optional.of(RequestContext.of("req-1").with("user", "joe")),
            Optional.of(new Caller("run", "a/B.java", 3)));
    String json = text(event);
    for (String part :
        List.of(
            "\"context\": {\"user\": \"joe\", \"request_id\": \"req-1\"}",
            "\"traceback\": [\"E: e\", \"\\tat A\"]",
            "\"pathname\": \"a/B.java\", \"filename\": \"B.java\", \"module\": \"B\","
                + " \"lineno\": 3, \"funcname\": \"run\"")) {
      assertEquals(true, json.contains(part), json);
    }
  }
}
