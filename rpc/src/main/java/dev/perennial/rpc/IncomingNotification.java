package dev.perennial.rpc;

/// A notification as a transport hands it to a listener. It stays the broker's until it is settled.
///
/// Thread-safe.
public interface IncomingNotification {

  /// What it says.
  ///
  /// @return the notification
  Notification notification();

  /// Takes it off its queue for good.
  void accept();

  /// Puts it back into its queue.
  void requeue();
}
