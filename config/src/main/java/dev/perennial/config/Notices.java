package dev.perennial.config;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Says things that are wrong but no reason to refuse, and says each only once: a program that is
/// reloaded every hour would repeat itself for years. Thread-safe.
final class Notices {
  private final Consumer<String> sink;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  Notices(Consumer<String> sink) {
    this.sink = sink;
  }

  /// @param subject what makes two notices the same, however their place in the file has moved
  void once(String subject, ConfigError notice) {
    if (said.add(subject)) {
      sink.accept(notice.toString());
    }
  }
}
