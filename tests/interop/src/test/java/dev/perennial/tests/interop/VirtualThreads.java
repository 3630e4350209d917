package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/// The virtual threads that have started since, by what the recorder of the JDK tells. A dump of
/// all threads has them too, but a JVM 25 may crash by it.
final class VirtualThreads implements AutoCloseable {

  private final Set<Long> alive = ConcurrentHashMap.newKeySet();
  private final Map<Long, CountDownLatch> awaited = new ConcurrentHashMap<>();
  private final RecordingStream recorder = new RecordingStream();

  private VirtualThreads() {
    recorder.enable("jdk.VirtualThreadStart").withoutStackTrace();
    recorder.enable("jdk.VirtualThreadEnd").withoutStackTrace();
    recorder.onEvent("jdk.VirtualThreadStart", event -> alive.add(id(event)));
    recorder.onEvent("jdk.VirtualThreadEnd", event -> ended(id(event)));
    recorder.startAsync();
  }

  static VirtualThreads watch() {
    return new VirtualThreads();
  }

  /// How many there are.
  int count() throws InterruptedException {
    // The recorder tells of everything in its order, and some time later.
    CountDownLatch told = new CountDownLatch(1);
    Thread last = Thread.ofVirtual().unstarted(() -> {});
    awaited.put(last.threadId(), told);
    last.start();
    assertTrue(told.await(Broker.PATIENCE.toSeconds(), TimeUnit.SECONDS), "nothing is recorded");
    return alive.size();
  }

  @Override
  public void close() {
    recorder.close();
  }

  private void ended(long id) {
    alive.remove(id);
    Optional.ofNullable(awaited.remove(id)).ifPresent(CountDownLatch::countDown);
  }

  private static long id(RecordedEvent event) {
    return event.getLong("javaThreadId");
  }
}
