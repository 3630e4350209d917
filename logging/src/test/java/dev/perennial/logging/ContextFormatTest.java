package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.RequestContext;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContextFormatTest {

  private static final LogEvent HELLO = Events.of(LogLevel.INFO, "hello");

  private static final String ISO_TIME = "1969-12-31T19:16:40.007-05:00";

  private static String text(LogEvent event, String... options) {
    return new ContextFormat(Events.options(options), Events.PROGRAM, ZoneOffset.ofHours(-5))
        .text(event);
  }

  private static LogEvent inRequest(RequestContext context) {
    return new LogEvent(
        HELLO.millis(),
        HELLO.level(),
        HELLO.logger(),
        HELLO.message(),
        List.of(),
        "main",
        1,
        Optional.of(context),
        Optional.empty());
  }

  private static LogEvent thrown(LogLevel level) {
    return new LogEvent(
        HELLO.millis(),
        level,
        "a.b",
        "hello",
        List.of("java.io.IOException: disk", "\tat A.a(A.java:1)"),
        "main",
        1,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void a_line_has_the_fields_of_openstack() {
    assertEquals("1969-12-31 19:16:40.007 4711 INFO a.b [-] hello", text(HELLO));
  }

  @Test
  void a_line_of_a_request_names_it_and_its_user() {
    RequestContext context =
        new RequestContext("req-1", Optional.of("req-0"), Map.of("user", "joe", "domain", ""));
    assertTrue(
        text(inRequest(context)).endsWith(" [req-0 req-1 joe - - - - -] hello"),
        text(inRequest(context)));
  }

  @Test
  void an_instance_stands_before_the_message() {
    assertTrue(
        text(inRequest(RequestContext.of("req-1").with("instance_uuid", "42")))
            .endsWith("] [instance: 42] hello"));
    assertEquals(
        "<7>",
        text(
            inRequest(RequestContext.of("req-1").with("instance", "7")),
            "logging_context_format_string",
            "%(instance)s",
            "instance_format",
            "<%(uuid)s>"));
  }

  @Test
  void debugging_shows_the_place_in_the_code() {
    LogEvent event =
        new LogEvent(
            0,
            LogLevel.DEBUG,
            "a.b",
            "hello",
            List.of(),
            "main",
            1,
            Optional.empty(),
            Optional.of(new Caller("run", "a/b/C.java", 12)));
    assertTrue(text(event).endsWith("[-] hello run a/b/C.java:12"), text(event));
    assertTrue(text(event, "logging_debug_format_suffix", "").endsWith("[-] hello"));
    assertEquals(
        "C C.java",
        text(
            event,
            "logging_default_format_string",
            "%(module)s %(filename)s",
            "logging_debug_format_suffix",
            ""));
  }

  @Test
  void what_was_thrown_is_summed_up_and_its_stack_is_prefixed() {
    List<String> lines =
        text(thrown(LogLevel.ERROR), "logging_exception_prefix", "> ").lines().toList();
    assertTrue(lines.getFirst().endsWith("[-] hello: java.io.IOException: disk"));
    assertEquals(
        List.of("> java.io.IOException: disk", "> \tat A.a(A.java:1)"), lines.subList(1, 3));
    String info = text(thrown(LogLevel.INFO)).lines().findFirst().orElseThrow();
    assertTrue(info.endsWith("[-] hello"), info);
  }

  @Test
  void a_summary_stands_where_the_form_wants_it() {
    String form = "%(error_summary)s|%(message)s";
    assertTrue(
        text(thrown(LogLevel.ERROR), "logging_default_format_string", form)
            .startsWith("java.io.IOException: disk|hello\n"));
    assertEquals("-|hello", text(HELLO, "logging_default_format_string", form));
  }

  @Test
  void all_other_fields_of_python_have_a_text() {
    assertEquals(
        "20 1000.007 7 main 1 api/0 foo host - 0 - -",
        text(
            HELLO,
            "logging_default_format_string",
            "%(levelno)s %(created)s %(relativeCreated)d %(threadName)s %(thread)d %(processName)s"
                + " %(project)s %(hostname)s %(funcName)s %(lineno)d %(pathname)s %(nonsense)s"));
    assertEquals(ISO_TIME, text(HELLO, "logging_default_format_string", "%(isotime)s"));
  }

  @Test
  void times_have_the_digits_that_programs_read_wherever_it_runs() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertEquals(
          ISO_TIME + " 1000.007",
          text(HELLO, "logging_default_format_string", "%(isotime)s %(created)s"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
