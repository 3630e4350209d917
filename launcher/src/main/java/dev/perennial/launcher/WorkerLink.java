package dev.perennial.launcher;

/// The supervisor's way to talk to one worker.
interface WorkerLink {

  /// Sends an order; never blocks.
  void send(WorkerOrder order);

  /// Ends the connection.
  void close();

  /// The link over a connection to the control socket.
  static WorkerLink over(LineChannel lines) {
    return new WorkerLink() {
      @Override
      public void send(WorkerOrder order) {
        lines.send(order.toLine());
      }

      @Override
      public void close() {
        lines.close();
      }
    };
  }
}
