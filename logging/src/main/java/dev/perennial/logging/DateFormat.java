package dev.perennial.logging;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// A form of date and time in the directives of strftime(3). The text of the current second is
/// kept, because most records are written in the second of the one before.
///
/// Thread-safe.
final class DateFormat {

  private record Second(long epoch, String text) {}

  private final DateTimeFormatter formatter;
  private volatile Second last = new Second(Long.MIN_VALUE, "");

  private DateFormat(DateTimeFormatter formatter) {
    this.formatter = formatter;
  }

  /// @throws IllegalArgumentException naming the directive that is unknown
  static DateFormat of(String directives) {
    return of(directives, ZoneId.systemDefault());
  }

  static DateFormat of(String directives, ZoneId zone) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
    for (int i = 0; i < directives.length(); i++) {
      char c = directives.charAt(i);
      if (c != '%') {
        builder.appendLiteral(c);
      } else if (++i == directives.length()) {
        throw new IllegalArgumentException("a lone % at the end of " + directives);
      } else {
        append(builder, directives.charAt(i));
      }
    }
    return new DateFormat(builder.toFormatter(Locale.ENGLISH).withZone(zone));
  }

  private static void append(DateTimeFormatterBuilder builder, char directive) {
    switch (directive) {
      case 'Y' -> builder.appendValue(ChronoField.YEAR);
      case 'm' -> builder.appendValue(ChronoField.MONTH_OF_YEAR, 2);
      case 'd' -> builder.appendValue(ChronoField.DAY_OF_MONTH, 2);
      case 'e' -> builder.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
      case 'H' -> builder.appendValue(ChronoField.HOUR_OF_DAY, 2);
      case 'M' -> builder.appendValue(ChronoField.MINUTE_OF_HOUR, 2);
      case 'S' -> builder.appendValue(ChronoField.SECOND_OF_MINUTE, 2);
      case 'I' -> builder.appendValue(ChronoField.CLOCK_HOUR_OF_AMPM, 2);
      case 'j' -> builder.appendValue(ChronoField.DAY_OF_YEAR, 3);
      case 'y' -> builder.appendPattern("uu");
      case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY);
      case 'a' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
      case 'A' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
      case 'b', 'h' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
      case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
      case 'z' -> builder.appendOffset("+HHMM", "+0000");
      case 'Z' -> builder.appendZoneText(TextStyle.SHORT);
      case 'F' -> builder.appendPattern("uuuu-MM-dd");
      case 'T' -> builder.appendPattern("HH:mm:ss");
      case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
      case '%' -> builder.appendLiteral('%');
      default -> throw new IllegalArgumentException("unknown directive %" + directive);
    }
  }

  String text(long epochMillis) {
    long epoch = Math.floorDiv(epochMillis, 1000L);
    Second known = last;
    if (known.epoch() != epoch) {
      known = new Second(epoch, formatter.format(Instant.ofEpochSecond(epoch)));
      last = known;
    }
    return known.text();
  }
}
