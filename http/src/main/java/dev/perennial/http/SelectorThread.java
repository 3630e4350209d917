package dev.perennial.http;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// One platform thread that waits for requests, and handles them itself if they never wait. Nobody
/// is woken for a request but this thread, and by the kernel: a virtual thread that waits in a
/// selector costs a second carrier thread each time.
///
/// It is no `TryExecutor` on purpose: so the engine never passes the waiting on to another thread,
/// and gives what may wait to the others.
final class SelectorThread implements Executor {

  private final AtomicBoolean taken = new AtomicBoolean();
  private final Executor others;

  /// @param others run what is not the loop of the selector
  SelectorThread(Executor others) {
    this.others = others;
  }

  // The first task of a selector that starts is its loop.
  @Override
  public void execute(Runnable task) {
    if (taken.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("http-selector").start(task);
    } else {
      others.execute(task);
    }
  }
}
