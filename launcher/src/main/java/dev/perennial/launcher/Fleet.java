package dev.perennial.launcher;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.ConfigSnapshot;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import dev.perennial.service.Replacement;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All services with their slots and workers, and the moves that can be made with them. What is to
/// be done is decided in [Supervisor], [Rollout] and [Mutation].
///
/// Owned by the supervisor's thread.
final class Fleet {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private final List<ManagedService> services;
  private final WorkerStarter starter;
  private final Config config;
  private final Ticker ticker;
  private final MemoryKills memoryKills;
  private int generation = 1;

  Fleet(
      List<ManagedService> services,
      WorkerStarter starter,
      Config config,
      Ticker ticker,
      MemoryKills memoryKills) {
    this.services = services;
    this.starter = starter;
    this.config = config;
    this.ticker = ticker;
    this.memoryKills = memoryKills;
  }

  List<ManagedService> services() {
    return services;
  }

  Stream<WorkerSlot> slots() {
    return services.stream().flatMap(service -> service.slots().stream());
  }

  Stream<WorkerHandle> workers() {
    return services.stream().flatMap(ManagedService::workers);
  }

  int generation() {
    return generation;
  }

  /// The state of the cache that workers start from, for operators.
  String aotCache() {
    return starter.aotCache();
  }

  /// The metrics of all workers, as Prometheus reads them.
  String metrics() {
    return starter.metrics();
  }

  /// Workers that start from now on are of the next generation.
  void begin(int next, ConfigChange change) {
    generation = next;
    services.forEach(service -> service.begins(next, change));
  }

  /// Fills an empty slot, with the configuration that is running. One that drains may still be in
  /// it, when its successor has ended before it.
  void boot(WorkerSlot slot) throws InterruptedException {
    try {
      WorkerHandle worker = start(slot, generation, config.snapshot(), slot.hasRetiring());
      slot.occupy(worker);
      LOG.log(Level.DEBUG, "started {0}", worker);
    } catch (IOException failure) {
      Duration delay = slot.respawnLater(Duration.ZERO);
      LOG.log(
          Level.ERROR,
          "{0}: {1}; next try {2}",
          slot,
          failure.getMessage(),
          WorkerSlot.inWords(delay));
    }
  }

  /// Starts a worker that is to replace the one in the slot.
  void bootSuccessor(WorkerSlot slot, int newGeneration, ConfigSnapshot snapshot)
      throws IOException, InterruptedException {
    WorkerHandle worker = start(slot, newGeneration, snapshot, slot.current().isPresent());
    slot.bootSuccessor(worker);
    LOG.log(Level.DEBUG, "started {0} as successor", worker);
  }

  private WorkerHandle start(
      WorkerSlot slot, int itsGeneration, ConfigSnapshot snapshot, boolean hasPredecessor)
      throws IOException, InterruptedException {
    boolean standby = hasPredecessor && slot.service().replacement() == Replacement.HANDOVER;
    WorkerHandle worker = starter.start(slot, itsGeneration, snapshot, standby);
    if (standby) {
      worker.standsBy();
    }
    return worker;
  }

  /// It says that it serves. Whom it stands by for may have left while it booted.
  void ready(WorkerHandle worker) {
    worker.ready();
    takeOver(worker.slot());
  }

  /// The successor serves, its predecessor drains.
  void promote(WorkerSlot slot) {
    Optional<WorkerHandle> old = slot.promote();
    old.ifPresentOrElse(this::drain, () -> takeOver(slot));
  }

  /// The worker in the slot drains, and nobody takes its place before it has left.
  void vacate(WorkerSlot slot) {
    slot.vacate().ifPresent(this::drain);
  }

  /// The successor goes away again; it may have accepted connections, so it drains like any other.
  void dropSuccessor(WorkerSlot slot) {
    slot.dropSuccessor().ifPresent(this::drain);
  }

  // Tells the worker in the slot that its predecessor is gone, if that is so.
  private void takeOver(WorkerSlot slot) {
    if (!slot.hasRetiring()) {
      slot.current().ifPresent(WorkerHandle::takeOver);
    }
  }

  /// A worker that was told to has left the slot: who stands by for it takes over, and a slot that
  /// was vacated is filled.
  void left(WorkerSlot slot) {
    takeOver(slot);
    if (slot.isEmpty() && !slot.waitsForRespawn()) {
      slot.respawnAtOnce();
    }
  }

  /// How long a worker may drain, by the configuration that is running.
  Deadline gracefulDeadline() {
    return config.get(ServiceOptions.class).gracefulDeadline(ticker);
  }

  void drain(WorkerHandle worker) {
    worker.drain(gracefulDeadline());
  }

  void killAll(String why) {
    workers().toList().forEach(worker -> worker.kill(why));
  }

  void enforceDeadlines() {
    workers().toList().forEach(WorkerHandle::enforceDeadlines);
  }

  void respawnDue() throws InterruptedException {
    for (WorkerSlot slot : slots().filter(WorkerSlot::isDue).toList()) {
      boot(slot);
    }
  }

  /// Plans the next start in the slot of a worker that has ended unasked.
  ///
  /// @return how long until then
  Duration respawnLater(WorkerHandle worker) {
    return worker.wasTakenAway() && !memoryKills.mayBeTheCause()
        ? worker.slot().respawnAfterKill(worker.age())
        : worker.slot().respawnLater(worker.age());
  }

  boolean isEmpty() {
    return services.stream().allMatch(ManagedService::isEmpty);
  }

  Optional<Duration> untilNextDeadline() {
    return slots()
        .flatMap(WorkerSlot::deadlines)
        .map(Deadline::remaining)
        .min(Comparator.naturalOrder());
  }
}
