package dev.perennial.tests.interop;

import dev.perennial.rpc.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/// Callers that have notes made without a pause, and remember what they were told.
final class NoteLoad implements AutoCloseable {

  private final ReportingService service;
  private final List<Thread> writers = new ArrayList<>();
  private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();
  private final AtomicLong made = new AtomicLong();
  private volatile boolean stopping;

  private NoteLoad(ReportingService service) {
    this.service = service;
  }

  static NoteLoad start(ReportingService service, int writers) {
    NoteLoad load = new NoteLoad(service);
    for (int i = 0; i < writers; i++) {
      String name = "writer" + i;
      load.writers.add(Thread.ofVirtual().name(name).start(() -> load.write(name)));
    }
    return load;
  }

  /// Waits until so many more notes were made.
  void awaitMore(int count) {
    int goal = acknowledged.size() + count;
    Waiting.until(count + " more notes", Broker.PATIENCE, () -> acknowledged.size() >= goal);
  }

  /// Ends the load when the calls under way have their answers.
  void stop() throws InterruptedException {
    stopping = true;
    for (Thread writer : writers) {
      writer.join();
    }
  }

  Set<String> acknowledged() {
    return new TreeSet<>(acknowledged);
  }

  /// What was answered by an error; it may have been made nevertheless.
  Set<String> refused() {
    return new TreeSet<>(refused);
  }

  /// What became of the calls, when it has ended.
  Tally tally() {
    return new Tally(
        made.get(),
        acknowledged.size(),
        refused.size(),
        service.cameAgain(),
        service.notary().runs().twice());
  }

  @Override
  public void close() {
    stopping = true;
  }

  private void write(String name) {
    for (int i = 0; !stopping; i++) {
      String id = name + "-" + i;
      made.incrementAndGet();
      try {
        service.note(id);
        acknowledged.add(id);
      } catch (RemoteException failed) {
        refused.add(id);
      }
    }
  }
}
