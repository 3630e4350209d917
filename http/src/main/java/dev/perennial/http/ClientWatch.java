package dev.perennial.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Watches whether the client of a request is still there, for handlers that want to know. The
/// engine does not: it reads nothing while a request is answered.
final class ClientWatch {

  private static final Duration LOOK = Duration.ofMillis(100);

  private ClientWatch() {}

  /// @param mayLook whether nobody else reads from the connection
  /// @param action what to do when the client is gone, unless it had its answer before
  static void start(Exchange exchange, BooleanSupplier mayLook, Runnable action) {
    Thread.ofVirtual().name("http-client-watch").start(() -> watch(exchange, mayLook, action));
  }

  private static void watch(Exchange exchange, BooleanSupplier mayLook, Runnable action) {
    try {
      while (!exchange.hasEnded()) {
        if (mayLook.getAsBoolean() && exchange.endPoint().peerHasLeft()) {
          action.run();
          return;
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException unexpected) {
      Thread.currentThread().interrupt();
    }
  }
}
