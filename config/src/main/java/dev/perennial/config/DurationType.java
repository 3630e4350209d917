package dev.perennial.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Durations, whose text form is [DurationText].
record DurationType(ChronoUnit unit) implements ValueType {

  @Override
  public Object convert(String text) throws BadValue {
    return DurationText.parse(text, unit);
  }

  @Override
  public boolean hasMeasure() {
    return true;
  }

  @Override
  public double measure(Object value) {
    return DurationText.in(unit, (Duration) value);
  }

  @Override
  public String description() {
    return "duration value in " + unit.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public String placeholder() {
    return unit.toString().toUpperCase(Locale.ROOT);
  }
}
