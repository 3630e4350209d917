package dev.perennial.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Children are made in the midst of what else goes on in a program.
@Timeout(60)
class BusySpawnerTest {

  private static final int CALLERS = 6;
  private static final int CHILDREN_EACH = 10;

  private final Spawner spawner = new Spawner();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
  private final PrintStream log =
      new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  private final ReentrantLock held = new ReentrantLock();
  private volatile boolean over;

  @AfterEach
  void end() {
    over = true;
    threads.shutdownNow();
  }

  @Test
  void many_children_at_once_are_all_reaped_while_others_are_busy_and_hold_locks()
      throws Exception {
    List<Future<Long>> others;
    held.lock();
    try {
      others = startOthers();
      CyclicBarrier together = new CyclicBarrier(CALLERS);
      List<Future<List<ChildProcess>>> callers = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int firstCode = caller * CHILDREN_EACH;
        callers.add(
            threads.submit(() -> {
              together.await();
              return spawnWithALock(firstCode);
            }));
      }
      for (int caller = 0; caller < CALLERS; caller++) {
        assertEnds(caller * CHILDREN_EACH, callers.get(caller).get());
      }
    } finally {
      held.unlock();
    }
    over = true;
    for (Future<Long> other : others) {
      assertTrue(other.get() > 0);
    }
  }

  private List<ChildProcess> spawnWithALock(int firstCode) throws Exception {
    List<ChildProcess> children = new ArrayList<>();
    // Of the caller alone, and nobody else's to wait for.
    synchronized (children) {
      for (int i = 0; i < CHILDREN_EACH; i++) {
        List<String> command = List.of("/bin/sh", "-c", "exit " + (firstCode + i));
        children.add(spawner.spawn(new ChildProgram(command, Map.of(), List.of(), false)));
      }
    }
    return children;
  }

  private static void assertEnds(int firstCode, List<ChildProcess> children) {
    assertEquals(CHILDREN_EACH, children.size());
    for (int i = 0; i < CHILDREN_EACH; i++) {
      assertEquals(new ExitStatus.Exited(firstCode + i), children.get(i).exit().join());
      assertTrue(Proc.isGone(children.get(i).pid()));
    }
  }

  /// Starts the threads that are busy until it is over. Each gives how many rounds it has done.
  private List<Future<Long>> startOthers() throws InterruptedException {
    List<Callable<?>> works =
        List.of(
            this::print,
            this::print,
            BusySpawnerTest::loadClass,
            BusySpawnerTest::allocate,
            this::awaitLock);
    CountDownLatch busy = new CountDownLatch(works.size());
    List<Future<Long>> started =
        works.stream().map(work -> threads.submit(() -> repeat(work, busy))).toList();
    busy.await();
    return started;
  }

  private long repeat(Callable<?> work, CountDownLatch busy) throws Exception {
    busy.countDown();
    long rounds = 0;
    do {
      work.call();
      rounds++;
    } while (!over);
    return rounds;
  }

  // Both that do it want the lock of the one stream.
  private boolean print() {
    log.printf("%s is busy%n", Thread.currentThread());
    return true;
  }

  private static Class<?> loadClass() throws IOException, ClassNotFoundException {
    URL classes = ExitStatus.class.getProtectionDomain().getCodeSource().getLocation();
    try (var loader =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      return loader.loadClass(ExitStatus.class.getName());
    }
  }

  // On the heap, and by malloc, whose locks a copy of the process would inherit.
  private static byte allocate() {
    try (Arena arena = Arena.ofConfined()) {
      return (byte) (arena.allocate(1 << 16).byteSize() + new byte[1 << 20].length);
    }
  }

  private boolean awaitLock() throws InterruptedException {
    held.lockInterruptibly();
    held.unlock();
    return true;
  }
}
