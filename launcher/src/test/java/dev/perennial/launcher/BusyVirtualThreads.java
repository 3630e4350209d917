package dev.perennial.launcher;

import java.util.concurrent.CountDownLatch;

/// As many virtual threads as can run at the same time, which compute until this is closed.
final class BusyVirtualThreads implements AutoCloseable {

  private volatile boolean over;

  BusyVirtualThreads() throws InterruptedException {
    int all =
        Integer.getInteger(
            "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
    CountDownLatch computing = new CountDownLatch(all);
    for (int i = 0; i < all; i++) {
      Thread.startVirtualThread(() -> {
        computing.countDown();
        while (!over) {
          Thread.onSpinWait();
        }
      });
    }
    computing.await();
  }

  @Override
  public void close() {
    over = true;
  }
}
