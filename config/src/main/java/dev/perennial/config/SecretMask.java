package dev.perennial.config;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Masks the secrets of the snapshot in force. They are collected once for each snapshot.
///
/// Thread-safe.
final class SecretMask implements UnaryOperator<String> {

  // Shorter ones occur in words that are none.
  private static final int MIN_LENGTH = 4;

  private record Known(BoundSnapshot snapshot, SecretTexts texts) {}

  private final Supplier<BoundSnapshot> current;
  private volatile Known known;

  SecretMask(Supplier<BoundSnapshot> current) {
    this.current = current;
    this.known = collect(current.get());
  }

  private static Known collect(BoundSnapshot snapshot) {
    return new Known(snapshot, SecretTexts.of(snapshot.values().values()).ofLength(MIN_LENGTH));
  }

  @Override
  public String apply(String text) {
    BoundSnapshot now = current.get();
    Known used = known;
    if (used.snapshot() != now) {
      used = collect(now);
      known = used;
    }
    return used.texts().maskedIn(text);
  }
}
