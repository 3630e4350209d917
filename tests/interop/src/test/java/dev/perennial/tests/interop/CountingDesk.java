package dev.perennial.tests.interop;

import dev.perennial.rpc.Endpoint;
import dev.perennial.rpc.RemoteMethod;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts how often each call was run, and remembers when it began last.
@Endpoint
final class CountingDesk {

  // On a busy machine; far shorter than a request that waited for a broker is late.
  private static final Duration ON_ITS_WAY = Duration.ofMillis(Form.choose(500, 0));

  private final Runs runs = new Runs();
  private final Map<String, Long> begun = new ConcurrentHashMap<>();

  @RemoteMethod
  String work(String id, int millis) throws InterruptedException {
    begun.put(id, System.nanoTime());
    runs.add(id);
    TimeUnit.MILLISECONDS.sleep(millis);
    return id;
  }

  int runsOf(String id) {
    return runs.of(id);
  }

  int total() {
    return runs.ids().size();
  }

  /// How often each call was run.
  Runs runs() {
    return runs;
  }

  /// Whether a call began to run after its caller was told that it failed, which a server cannot
  /// know of a request that is on its way in this moment.
  boolean beganAfter(String id, long nanoTime) {
    Long when = begun.get(id);
    return when != null && when - nanoTime > ON_ITS_WAY.toNanos();
  }
}
