package dev.perennial.rpc.rabbitmq;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// Work for a link that somebody waits for.
///
/// @param work what is to be done
/// @param end ends with true when it was done, with false when it was dropped
record AwaitedWork(Link.Work work, CompletableFuture<Boolean> end) implements Link.Work {

  @Override
  public void run() throws IOException, TimeoutException {
    try {
      work.run();
    } finally {
      end.complete(true);
    }
  }

  /// It will not be done.
  void drop() {
    end.complete(false);
  }
}
