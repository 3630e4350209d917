package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsideTest {

  private static boolean runsOnVirtualThread(Executor aside) {
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();
    aside.execute(() -> virtual.complete(Thread.currentThread().isVirtual()));
    return virtual.join();
  }

  @Test
  void what_may_block_is_done_while_all_virtual_threads_compute() throws Exception {
    try (BusyVirtualThreads _ = new BusyVirtualThreads()) {
      assertFalse(runsOnVirtualThread(new Aside()));
    }
  }

  @Test
  void it_is_done_too_when_the_machine_has_no_thread_left() {
    Aside aside =
        new Aside(() -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    assertTrue(runsOnVirtualThread(aside));
  }
}
