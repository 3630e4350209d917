package dev.perennial.http;

import dev.perennial.http.Health.Probe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One check of [Health], which runs at most once at a time: who asks meanwhile gets the result of
/// the run that is under way.
final class NamedCheck {

  /// What a run has found out.
  ///
  /// @param failure for whoever asks; nothing if all is well
  record Result(Optional<String> failure, long nanos) {}

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private final String name;
  private final HealthCheck check;
  private final Set<Probe> probes;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean wasWell = new AtomicBoolean(true);
  private @Nullable CompletableFuture<Result> latest;

  NamedCheck(String name, HealthCheck check, Set<Probe> probes) {
    this.name = name;
    this.check = check;
    this.probes = probes;
  }

  String name() {
    return name;
  }

  boolean countsFor(Probe probe) {
    return probes.contains(probe);
  }

  /// The run that is under way, or a new one.
  CompletableFuture<Result> run() {
    lock.lock();
    try {
      CompletableFuture<Result> run = latest;
      if (run == null || run.isDone()) {
        CompletableFuture<Result> fresh = new CompletableFuture<>();
        Thread.ofVirtual().name("health-" + name).start(() -> fresh.complete(look()));
        latest = fresh;
        return fresh;
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  private Result look() {
    long begin = System.nanoTime();
    Optional<String> failure = failure();
    return new Result(failure, System.nanoTime() - begin);
  }

  private Optional<String> failure() {
    try {
      check.check();
      if (!wasWell.getAndSet(true)) {
        LOG.log(Level.INFO, "health: {0} is well again", name);
      }
      return Optional.empty();
    } catch (UnhealthyException known) {
      if (wasWell.getAndSet(false)) {
        LOG.log(Level.WARNING, "health: {0}: {1}", name, known.getMessage());
      }
      return Optional.of(String.valueOf(known.getMessage()));
    } catch (Throwable failure) {
      if (wasWell.getAndSet(false)) {
        LOG.log(Level.WARNING, "health: " + name + " is not well", failure);
      }
      return Optional.of("failed; the log has the cause");
    }
  }
}
