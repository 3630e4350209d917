package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.RequestContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogEventTest {

  private static String message(String message, Object... parameters) {
    return Events.logged(Level.INFO, message, parameters).message();
  }

  @Test
  void parameters_are_filled_in_without_separators_of_thousands() {
    assertEquals("pid 12345 of api", message("pid {0} of {1}", 12345, "api"));
    assertEquals("1 and {2}", message("{0} and {2}", 1, 2));
    assertEquals("{0} has no value", message("{0} has no value"));
  }

  @Test
  void forms_of_message_format_are_left_to_it() {
    assertEquals("it's 50%", message("it''s {0,number,percent}", 0.5));
  }

  @Test
  void numbers_have_the_digits_that_programs_read_wherever_it_runs() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertEquals("it's 12 of 3", message("it''s {0} of {1,number,#}", 12, 3));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void what_cannot_be_printed_harms_nobody() {
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };
    assertEquals(
        "sent {0} (its parameters cannot be printed: java.lang.IllegalStateException: no text)",
        message("sent {0}", broken));
  }

  @Test
  void what_cannot_be_printed_for_an_error_harms_nobody_either() {
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new NoClassDefFoundError("app/Text");
          }
        };
    assertEquals(
        "sent {0} (its parameters cannot be printed: java.lang.NoClassDefFoundError: app/Text)",
        message("sent {0}", broken));
    LogRecord record = new LogRecord(Level.SEVERE, "failed");
    record.setThrown(
        new IllegalStateException() {
          @Override
          public String toString() {
            throw new NoClassDefFoundError("app/Text");
          }
        });
    assertTrue(
        LogEvent.of(record, text -> text)
            .errorSummary()
            .endsWith("NoClassDefFoundError: app/Text"));
  }

  @Test
  void an_exception_that_has_no_words_for_itself_harms_nobody_either() {
    RuntimeException wordless =
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw this;
          }
        };
    LogRecord record = new LogRecord(Level.SEVERE, "failed");
    record.setThrown(wordless);
    String name = wordless.getClass().getName();
    assertEquals(
        List.of(name + " cannot be printed: " + name), LogEvent.of(record, text -> text).stack());
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw wordless;
          }
        };
    assertEquals(
        "sent {0} (its parameters cannot be printed: " + name + ")", message("sent {0}", broken));
  }

  @Test
  void a_secret_is_hidden_in_what_keeps_a_stack_from_being_printed() {
    LogRecord record = new LogRecord(Level.SEVERE, "failed");
    record.setThrown(
        new IllegalStateException() {
          @Override
          public String toString() {
            throw new IllegalArgumentException("bad URL: amqp://joe:hunter2@broker");
          }
        });
    LogEvent event = LogEvent.of(record, text -> text.replace("hunter2", "***"));
    assertTrue(event.errorSummary().endsWith("amqp://joe:***@broker"), event::errorSummary);
  }

  @Test
  void the_request_is_that_of_the_thread() {
    RequestContext context = RequestContext.of("req-1").with("user", "joe");
    ScopedValue.where(RequestContext.CURRENT, context)
        .run(() -> assertEquals(Optional.of(context), Events.logged(Level.INFO, "x").context()));
    assertEquals(Optional.empty(), Events.logged(Level.INFO, "x").context());
  }

  @Test
  void the_place_in_the_code_is_known_for_debugging_only() {
    Caller caller = Events.logged(Level.FINE, "x").caller().orElseThrow();
    assertTrue(caller.line() > 0);
    assertEquals(Optional.empty(), Events.logged(Level.INFO, "x").caller());
  }

  @Test
  void secrets_are_masked_in_messages_and_stacks() {
    LogRecord record = new LogRecord(Level.SEVERE, "login with hunter2");
    record.setThrown(new IllegalStateException("hunter2 is wrong"));
    LogEvent event = LogEvent.of(record, text -> text.replace("hunter2", "****"));
    assertEquals("login with ****", event.message());
    assertEquals("java.lang.IllegalStateException: **** is wrong", event.errorSummary());
    assertTrue(event.stack().stream().noneMatch(line -> line.contains("hunter2")));
  }
}
