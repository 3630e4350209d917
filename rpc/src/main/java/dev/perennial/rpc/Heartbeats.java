package dev.perennial.rpc;

import dev.perennial.schedule.Timer;
import dev.perennial.schedule.Timers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// Signs of life for the caller of a method that runs. None is sent after [#end()] has returned, so
/// the final reply is the last message.
///
/// Thread-safe.
final class Heartbeats {

  private final ReentrantLock lock = new ReentrantLock();
  private final IncomingRequest request;
  private final Duration interval;
  private boolean ended;
  private Timer next;

  private Heartbeats(IncomingRequest request, Duration interval) {
    this.request = request;
    this.interval = interval;
    this.next = Timers.system().after(interval, this::beat);
  }

  static Heartbeats start(IncomingRequest request, Duration interval) {
    return new Heartbeats(request, interval);
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      next.cancel();
    } finally {
      lock.unlock();
    }
  }

  // One is on its way at a time.
  private void beatLater() {
    lock.lock();
    try {
      if (!ended) {
        next = Timers.system().after(interval, this::beat);
      }
    } finally {
      lock.unlock();
    }
  }

  private void beat() {
    lock.lock();
    try {
      if (!ended) {
        request.reply(new Reply.Heartbeat()).whenComplete((_, _) -> beatLater());
      }
    } catch (RuntimeException failure) {
      System.getLogger("dev.perennial.rpc")
          .log(Level.WARNING, "no more signs of life for a caller", failure);
    } finally {
      lock.unlock();
    }
  }
}
