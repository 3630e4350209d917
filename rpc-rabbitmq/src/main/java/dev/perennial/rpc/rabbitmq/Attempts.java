package dev.perennial.rpc.rabbitmq;

import dev.perennial.rpc.DeliveryException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/// The attempts to connect that somebody waits for.
final class Attempts {

  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private final OptionalInt retries;
  // Of the thread of the link.
  private int failed;

  /// @param retries how many are wanted after the first; empty for any number
  Attempts(OptionalInt retries) {
    this.retries = retries;
  }

  /// Whether no more are wanted.
  static boolean areEnough(int failed, OptionalInt retries) {
    return retries.isPresent() && failed > retries.getAsInt();
  }

  static DeliveryException inVain(int failed, String why) {
    return new DeliveryException("not sent after " + failed + " attempts: " + why);
  }

  /// One more was in vain.
  void failed(String why) {
    failed++;
    if (areEnough(failed, retries)) {
      end.completeExceptionally(inVain(failed, why));
    }
  }

  /// Ends with a [DeliveryException] when as many were in vain as are wanted.
  CompletableFuture<Boolean> end() {
    return end;
  }
}
