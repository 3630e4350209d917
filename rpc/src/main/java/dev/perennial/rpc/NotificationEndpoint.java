package dev.perennial.rpc;

/// What a program does with notifications; see [NotificationListener].
@FunctionalInterface
public interface NotificationEndpoint {

  /// What is done with a notification that was looked at.
  enum Verdict {
    /// It is done.
    HANDLED,
    /// It is put back into its queue, to be delivered again, here or elsewhere.
    REQUEUE
  }

  /// Looks at a notification. An exception is logged, and counts as [Verdict#REQUEUE] where that is
  /// allowed.
  ///
  /// @param context what its sender let travel along
  /// @param notification what happened
  /// @return what is done with it
  /// @throws Exception if that failed
  Verdict handle(RpcContext context, Notification notification) throws Exception;
}
