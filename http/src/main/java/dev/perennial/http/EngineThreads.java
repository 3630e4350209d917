package dev.perennial.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.TryExecutor;

/// The threads of one engine, all of them virtual: whichever of them finds a request handles it,
/// after it has let another one go on looking. So a request costs no change of threads.
///
/// As a [TryExecutor] it tells the engine that there is always one more thread; without that the
/// engine would hand every request to another thread.
final class EngineThreads implements ThreadPool, TryExecutor {

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public boolean tryExecute(Runnable task) {
    try {
      threads.execute(task);
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  /// Interrupts all threads and takes no further task.
  void stop() {
    threads.shutdownNow();
  }

  /// Waits, once it was stopped, until no thread is left.
  ///
  /// @return whether all have ended
  boolean awaitEnd(long nanos) throws InterruptedException {
    return threads.awaitTermination(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void join() throws InterruptedException {
    threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  // Virtual threads are neither counted nor scarce.
  @Override
  public int getThreads() {
    return -1;
  }

  @Override
  public int getIdleThreads() {
    return 0;
  }

  @Override
  public boolean isLowOnThreads() {
    return false;
  }
}
