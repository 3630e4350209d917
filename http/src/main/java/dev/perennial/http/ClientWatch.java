package dev.perennial.http;

import java.time.Duration;

/// Watches whether the client of a request is still there, for handlers that want to know. The
/// engine does not: it reads nothing while a request is answered.
final class ClientWatch {

  private static final Duration LOOK = Duration.ofMillis(100);

  private ClientWatch() {}

  /// @param action what to do when the client is gone, unless it had its answer before
  static void start(Exchange exchange, Runnable action) {
    Thread.ofVirtual().name("http-client-watch").start(() -> watch(exchange, action));
  }

  private static void watch(Exchange exchange, Runnable action) {
    try {
      while (!exchange.hasEnded()) {
        // Before that, the handler may read.
        if (exchange.bodyAtEnd() && exchange.endPoint().peerHasLeft()) {
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
