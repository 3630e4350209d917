package dev.perennial.tests.interop;

import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts how often each call was run, and remembers when it began last.
@Endpoint
final class CountingDesk {

  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  @RemoteMethod
  String work(String id, int millis) throws InterruptedException {
    begun.put(id, System.nanoTime());
    runs.merge(id, 1, Integer::sum);
    TimeUnit.MILLISECONDS.sleep(millis);
    return id;
  }

  int runsOf(String id) {
    return runs.getOrDefault(id, 0);
  }

  int total() {
    return runs.size();
  }

  /// The calls that were run.
  Set<String> ran() {
    return runs.keySet();
  }

  /// Calls that were run more than once.
  long twice() {
    return runs.values().stream().filter(count -> count > 1).count();
  }

  /// Whether a call began to run after a moment.
  boolean beganAfter(String id, long nanoTime) {
    Long when = begun.get(id);
    return when != null && when - nanoTime > 0;
  }
}
