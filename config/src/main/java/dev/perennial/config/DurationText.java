package dev.perennial.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text form of a duration: a number, and a unit where it is not the declared one.
final class DurationText {
  private DurationText() {}

  static Duration parse(String text, ChronoUnit declared) throws BadValue {
    boolean plain = isShortNumber(text) && declared.compareTo(ChronoUnit.DAYS) <= 0;
    return plain ? Duration.of(Long.parseLong(text), declared) : Exact.parse(text, declared);
  }

  /// Almost all durations are; they need none of what follows.
  private static boolean isShortNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 9;
  }

  private static final class Exact {
    private static final Pattern FORM =
        Pattern.compile("([+-]?(?:[0-9]{1,20}(?:\\.[0-9]{0,20})?|\\.[0-9]{1,20}))\\s*([a-zA-Z]*)");

    private static final Map<String, ChronoUnit> UNITS =
        Map.ofEntries(
            Map.entry("ns", ChronoUnit.NANOS),
            Map.entry("us", ChronoUnit.MICROS),
            Map.entry("ms", ChronoUnit.MILLIS),
            Map.entry("s", ChronoUnit.SECONDS),
            Map.entry("sec", ChronoUnit.SECONDS),
            Map.entry("m", ChronoUnit.MINUTES),
            Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("h", ChronoUnit.HOURS),
            Map.entry("d", ChronoUnit.DAYS));

    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    static Duration parse(String text, ChronoUnit declared) throws BadValue {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches()) {
        throw new BadValue("is not a duration", "write a number, or one like 30s, 500ms, 2m");
      }
      return of(new BigDecimal(matcher.group(1)), unit(matcher.group(2), declared));
    }

    private static ChronoUnit unit(String suffix, ChronoUnit declared) throws BadValue {
      ChronoUnit unit = suffix.isEmpty() ? declared : UNITS.get(suffix);
      if (unit == null) {
        throw new BadValue("has an unknown unit", "use one of ns us ms s m h d");
      }
      return unit;
    }

    private static Duration of(BigDecimal number, ChronoUnit unit) throws BadValue {
      Duration one = unit.getDuration();
      BigDecimal nanosOfOne =
          BigDecimal.valueOf(one.getSeconds())
              .multiply(new BigDecimal(NANOS))
              .add(BigDecimal.valueOf(one.getNano()));
      BigInteger[] parts = number.multiply(nanosOfOne).toBigInteger().divideAndRemainder(NANOS);
      try {
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
      } catch (ArithmeticException tooLong) {
        throw new BadValue("is too long");
      }
    }
  }

  /// Measures a duration in a unit, for bounds.
  static double in(ChronoUnit unit, Duration value) {
    return seconds(value) / seconds(unit.getDuration());
  }

  private static double seconds(Duration value) {
    return value.getSeconds() + value.getNano() / 1e9;
  }
}
