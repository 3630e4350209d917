package dev.perennial.launcher;

/// The supervisor's way to talk to one worker.
///
/// Thread-safe; sending never blocks.
final class WorkerLink {

  private final LineChannel lines;

  WorkerLink(LineChannel lines) {
    this.lines = lines;
  }

  void send(WorkerOrder order) {
    lines.send(order.toLine());
  }

  void close() {
    lines.close();
  }
}
