package dev.perennial.launcher;

import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether the kernel kills processes because memory has run out, by its own count of all that it
/// has killed so on this machine. Whose they were it does not say.
///
/// Owned by the supervisor's thread.
final class MemoryKills {

  private static final String COUNTER = "oom_kill ";

  /// Several that are killed together are reaped one after another.
  private static final Duration TOGETHER = Duration.ofSeconds(10);

  private final Supplier<Optional<Long>> count;
  private final Ticker ticker;
  private Optional<Long> seen;
  private Optional<Deadline> recentUntil = Optional.empty();

  /// @param count how many there were since the machine was started; nothing if that is not known
  MemoryKills(Supplier<Optional<Long>> count, Ticker ticker) {
    this.count = count;
    this.ticker = ticker;
    this.seen = count.get();
  }

  static MemoryKills ofThisMachine() {
    return new MemoryKills(() -> count(Path.of("/proc/vmstat")), Ticker.system());
  }

  /// Whether it has killed since the last look, or shortly before that. Where the kernel does not
  /// count, it may have.
  boolean mayBeTheCause() {
    Optional<Long> now = count.get();
    if (now.isEmpty() || !now.equals(seen)) {
      seen = now;
      recentUntil = Optional.of(Deadline.after(TOGETHER, ticker));
    }
    return recentUntil.map(end -> !end.passed()).orElse(false);
  }

  /// @param counters of the kernel, a name and a number in each line
  static Optional<Long> count(Path counters) {
    try {
      return Files.readAllLines(counters).stream()
          .filter(line -> line.startsWith(COUNTER))
          .findFirst()
          .map(line -> Long.parseLong(line.substring(COUNTER.length()).strip()));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
