package dev.perennial.rpc;

/// When a server takes a request off its queue for good.
public enum Acknowledge {
  /// When its method is about to run. A request whose server dies then, or while it runs, is lost.
  /// It runs twice only if the acknowledgement was lost with a connection and another process gets
  /// it then. As `oslo.messaging`, but for what waits inside the server: that is still the
  /// broker's.
  ON_START,

  /// When its method has ended and the reply is sent, or has found nobody to take it: at least
  /// once. A request whose server dies is delivered again, so its method may run twice. So may one
  /// that runs longer than the `consumer_timeout` of RabbitMQ (half an hour where nothing is
  /// configured).
  ON_COMPLETION
}
