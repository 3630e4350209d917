package dev.perennial.tests.interop;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How often each call was run, by its id.
final class Runs {

  private final Map<String, Integer> runs = new ConcurrentHashMap<>();

  void add(String id) {
    runs.merge(id, 1, Integer::sum);
  }

  int of(String id) {
    return runs.getOrDefault(id, 0);
  }

  /// The calls that were run.
  Set<String> ids() {
    return runs.keySet();
  }

  /// Calls that were run more than once.
  long twice() {
    return runs.values().stream().filter(count -> count > 1).count();
  }
}
