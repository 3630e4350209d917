package dev.perennial.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// What stands before each line of a log file: local date and time, and the process, as `2026-11-22
/// 09:05:07.042 4711`. For any thread.
final class LinePrefix {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private static final String PID = " " + ProcessHandle.current().pid() + " ";

  private record Second(long epochSecond, String text) {}

  private final InstantSource clock;
  private volatile Second last = new Second(Long.MIN_VALUE, "");

  LinePrefix(InstantSource clock) {
    this.clock = clock;
  }

  StringBuilder appendTo(StringBuilder line) {
    long millis = clock.millis();
    int rest = Math.floorMod(millis, 1000);
    line.append(second(Math.floorDiv(millis, 1000L))).append('.');
    LogFormat.fraction(line, rest, 1000);
    return line.append(PID);
  }

  // Formatting a date costs more than all the rest of a line, and is the same for a second.
  private String second(long epochSecond) {
    Second known = last;
    if (known.epochSecond() != epochSecond) {
      known = new Second(epochSecond, SECONDS.format(Instant.ofEpochSecond(epochSecond)));
      last = known;
    }
    return known.text();
  }
}
