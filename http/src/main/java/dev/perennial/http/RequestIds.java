package dev.perennial.http;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The identities of requests, in OpenStack's form.
final class RequestIds {

  static final String HEADER = "X-Openstack-Request-Id";

  private static final Pattern SHAPE =
      Pattern.compile("req-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private RequestIds() {}

  /// The id that a client has sent: that of the request which this one is a part of. A request
  /// never gets its own id from outside, where one may be sent twice. What is sent ends up in logs
  /// and in other services, so only the one shape is let in.
  static Optional<String> global(@Nullable String sent) {
    return sent != null && SHAPE.matcher(sent).matches() ? Optional.of(sent) : Optional.empty();
  }

  // An id is no secret, so it need not cost what a secure random number does.
  static String fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return "req-" + new UUID(high, low);
  }
}
