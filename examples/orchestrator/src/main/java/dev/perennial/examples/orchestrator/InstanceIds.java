package dev.perennial.examples.orchestrator;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Ids of instances: UUIDs of version 7, which begin with the time. So the order of ids is that of
/// creation, and a page that begins behind an id stays right when that instance is gone.
final class InstanceIds {

  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private InstanceIds() {}

  static String create(Instant now) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long time = now.toEpochMilli() << 16 | 0x7000 | random.nextInt(0x1000);
    long rest = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
    return new UUID(time, rest).toString();
  }

  static boolean isId(String text) {
    return SHAPE.matcher(text).matches();
  }
}
