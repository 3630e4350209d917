package dev.perennial.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Where a thread is, for a log line.
final class Stack {

  private Stack() {}

  static String of(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .map(frame -> "\n\tat " + frame)
        .collect(Collectors.joining());
  }
}
