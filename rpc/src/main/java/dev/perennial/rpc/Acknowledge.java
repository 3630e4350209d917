package dev.perennial.rpc;

/// When a server takes a request off its queue for good.
public enum Acknowledge {
  /// When its method begins to run: at most once. A request whose server dies while it runs is lost
  /// and never runs twice. As `oslo.messaging`, but for what waits inside the server: that is still
  /// the broker's.
  ON_START,

  /// When its method has ended and the reply is sent, or has found nobody to take it: at least
  /// once. A request whose server dies is delivered again, so its method may run twice.
  ON_COMPLETION
}
