package dev.perennial.logging;

import dev.perennial.service.RequestContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// One record, with all that is known on the thread that logs it.
///
/// @param millis when, since the epoch
/// @param level how severe
/// @param logger name of the logger
/// @param message what, with its parameters filled in
/// @param stack the lines of what was thrown; empty if nothing was
/// @param thread name of the thread, or its number where it has none
/// @param threadId number of the thread
/// @param context on whose behalf
/// @param caller from where; known for records of level DEBUG and TRACE only
record LogEvent(
    long millis,
    LogLevel level,
    String logger,
    String message,
    List<String> stack,
    String thread,
    long threadId,
    Optional<RequestContext> context,
    Optional<Caller> caller) {

  /// Of a record that the current thread logs.
  ///
  /// @param mask hides secrets in a text
  static LogEvent of(LogRecord record, UnaryOperator<String> mask) {
    LogLevel level = LogLevel.of(record.getLevel());
    Thread thread = Thread.currentThread();
    return new LogEvent(
        record.getMillis(),
        level,
        Optional.ofNullable(record.getLoggerName()).orElse("root"),
        mask.apply(message(record)),
        stack(record.getThrown(), mask),
        thread.getName().isEmpty() ? "thread-" + thread.threadId() : thread.getName(),
        thread.threadId(),
        RequestContext.current(),
        level.isAtLeast(LogLevel.INFO) ? Optional.empty() : Caller.find());
  }

  /// Of something that logging itself has to say.
  static LogEvent ofOwn(LogLevel level, String message, long millis) {
    return new LogEvent(
        millis,
        level,
        "dev.perennial.logging",
        message,
        List.of(),
        Thread.currentThread().getName(),
        Thread.currentThread().threadId(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> stack(@Nullable Throwable thrown, UnaryOperator<String> mask) {
    if (thrown == null) {
      return List.of();
    }
    StringWriter text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException | Error unprintable) {
      String why = FailureText.of(unprintable);
      return List.of(mask.apply(thrown.getClass().getName() + " cannot be printed: " + why));
    }
    return mask.apply(text.toString()).lines().toList();
  }

  /// What was thrown in one line, for a record of level WARNING or above; else an empty text.
  String errorSummary() {
    return stack.isEmpty() || !level.isAtLeast(LogLevel.WARNING) ? "" : stack.getFirst();
  }

  private static String message(LogRecord record) {
    String message = translated(record);
    Object[] parameters = record.getParameters();
    if (parameters == null || parameters.length == 0 || message.indexOf('{') < 0) {
      return message;
    }
    try {
      return filledIn(message, parameters);
    } catch (RuntimeException | Error unprintable) {
      String why = FailureText.of(unprintable);
      return message + " (its parameters cannot be printed: " + why + ")";
    }
  }

  private static String translated(LogRecord record) {
    String message = String.valueOf(record.getMessage());
    ResourceBundle bundle = record.getResourceBundle();
    if (bundle == null) {
      return message;
    }
    try {
      return bundle.getString(message);
    } catch (MissingResourceException | ClassCastException none) {
      return message;
    }
  }

  // {0} and its like are filled in here: a MessageFormat costs ten times as much, and writes 12345
  // as 12,345. It does what is left, quotes and forms of its own.
  private static String filledIn(String message, Object[] parameters) {
    StringBuilder text = new StringBuilder(message.length() + 32);
    int from = 0;
    while (true) {
      int open = message.indexOf('{', from);
      if (open < 0) {
        break;
      }
      int close = message.indexOf('}', open);
      int index = close == open + 2 ? message.charAt(open + 1) - '0' : -1;
      if (index < 0 || index > 9 || message.indexOf('\'') >= 0) {
        return new MessageFormat(message, Locale.ROOT).format(parameters);
      }
      text.append(message, from, open);
      if (index < parameters.length) {
        text.append(parameters[index]);
      } else {
        text.append(message, open, close + 1);
      }
      from = close + 1;
    }
    return text.append(message, from, message.length()).toString();
  }
}
