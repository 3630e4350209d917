package dev.perennial.launcher;

import dev.perennial.schedule.Backoff;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// One of the places for a worker of a service. The place and its number stay while processes in it
/// come and go, so that work can be divided by number.
///
/// Up to three processes belong to a slot for a while: the one that serves, its successor that
/// boots, and one predecessor that drains. A second replacement waits until that predecessor is
/// gone, so that reloads in a row never pile up old generations.
///
/// Owned by the supervisor's thread.
final class WorkerSlot {

  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final double JITTER = 0.2;

  /// A worker that lived this long has proved that it works.
  private static final Duration PROVED = Duration.ofSeconds(60);

  private static final int CRASH_LOOP = 5;

  /// How often in a row a worker that somebody killed is replaced at once. Who kills on purpose
  /// comes to an end before; who kills for want of memory has to be given time.
  private static final int KILLS_FOR_NOTHING = 20;

  // Where a process of the slot is; it may end, and be removed, at each of these places:
  //   occupy ─────────► CURRENT ────promote, vacate────► RETIRING
  //                        ▲ promote                        ▲
  //   bootSuccessor ──► SUCCESSOR ──────dropSuccessor───────┘
  enum Place {
    CURRENT,
    SUCCESSOR,
    RETIRING
  }

  private final ManagedService service;
  private final int number;
  private final Ticker ticker;
  private final Backoff backoff =
      new Backoff(FIRST_DELAY, LONGEST_DELAY, JITTER, RandomGenerator.getDefault());

  private Optional<WorkerHandle> current = Optional.empty();
  private Optional<WorkerHandle> successor = Optional.empty();
  private final List<WorkerHandle> retiring = new ArrayList<>();
  private Optional<Deadline> respawnAt = Optional.empty();
  private int killsInARow;
  private int restarts;
  private String lastExit = "";

  WorkerSlot(ManagedService service, int number, Ticker ticker) {
    this.service = service;
    this.number = number;
    this.ticker = ticker;
  }

  ManagedService service() {
    return service;
  }

  int number() {
    return number;
  }

  Optional<WorkerHandle> current() {
    return current;
  }

  Optional<WorkerHandle> successor() {
    return successor;
  }

  boolean hasRetiring() {
    return !retiring.isEmpty();
  }

  void occupy(WorkerHandle worker) {
    current = Optional.of(worker);
    respawnAt = Optional.empty();
  }

  void bootSuccessor(WorkerHandle worker) {
    successor = Optional.of(worker);
  }

  /// The successor serves from now on.
  ///
  /// @return the worker that it replaces, now retiring
  Optional<WorkerHandle> promote() {
    Optional<WorkerHandle> old = current;
    old.ifPresent(retiring::add);
    current = successor;
    successor = Optional.empty();
    respawnAt = Optional.empty();
    forgetFailures();
    return old;
  }

  /// The worker leaves without a successor.
  Optional<WorkerHandle> vacate() {
    Optional<WorkerHandle> old = current;
    old.ifPresent(retiring::add);
    current = Optional.empty();
    return old;
  }

  /// The successor will not serve.
  Optional<WorkerHandle> dropSuccessor() {
    Optional<WorkerHandle> dropped = successor;
    dropped.ifPresent(retiring::add);
    successor = Optional.empty();
    return dropped;
  }

  /// Forgets a process that has ended.
  ///
  /// @return where it was
  Place remove(WorkerHandle worker, String cause) {
    Place place = placeOf(worker);
    switch (place) {
      case CURRENT -> current = Optional.empty();
      case SUCCESSOR -> successor = Optional.empty();
      case RETIRING -> retiring.remove(worker);
    }
    if (place != Place.SUCCESSOR) {
      lastExit = cause;
    }
    return place;
  }

  private Place placeOf(WorkerHandle worker) {
    if (retiring.contains(worker)) {
      return Place.RETIRING;
    }
    return successor.filter(w -> w == worker).isPresent() ? Place.SUCCESSOR : Place.CURRENT;
  }

  /// Plans the next start after somebody has taken a worker away that worked: at once, because it
  /// is no sign that the next one will not work, unless that has happened too often in a row.
  ///
  /// @param lived how long it lived
  /// @return how long until then
  Duration respawnAfterKill(Duration lived) {
    forgetFailuresAfter(lived);
    killsInARow++;
    return respawnIn(killsInARow > KILLS_FOR_NOTHING ? backoff.next() : Duration.ZERO);
  }

  /// Plans the next start after a worker ended unasked.
  ///
  /// @param lived how long it lived
  /// @return how long until then
  Duration respawnLater(Duration lived) {
    forgetFailuresAfter(lived);
    return respawnIn(backoff.next());
  }

  /// Plans the next start for now, after the last worker has left as it was told.
  void respawnAtOnce() {
    respawnAt = Optional.of(Deadline.after(Duration.ZERO, ticker));
  }

  private Duration respawnIn(Duration delay) {
    restarts++;
    respawnAt = Optional.of(Deadline.after(delay, ticker));
    return delay;
  }

  private void forgetFailuresAfter(Duration lived) {
    if (lived.compareTo(PROVED) >= 0) {
      forgetFailures();
    }
  }

  private void forgetFailures() {
    backoff.reset();
    killsInARow = 0;
  }

  /// Whether the worker asked to be replaced, and that can begin.
  boolean wantsReplacement() {
    return isReady()
        && successor.isEmpty()
        && retiring.isEmpty()
        && current.map(WorkerHandle::wantsToLeave).orElse(false);
  }

  /// Gives up replacing a worker that asked for it.
  void keepWorker() {
    current.ifPresent(worker -> worker.wantsToLeave(false));
  }

  static String inWords(Duration delay) {
    return delay.isZero() ? "at once" : "in " + delay.toMillis() / 100 / 10.0 + " s";
  }

  /// Whether the time has come to fill the slot again; a successor that boots will do it otherwise.
  boolean isDue() {
    return successor.isEmpty() && respawnAt.map(Deadline::passed).orElse(false);
  }

  boolean waitsForRespawn() {
    return respawnAt.isPresent();
  }

  void cancelRespawn() {
    respawnAt = Optional.empty();
  }

  boolean isReady() {
    return current.map(w -> w.is(WorkerHandle.State.READY)).orElse(false);
  }

  boolean hasReadySuccessor() {
    return successor.map(w -> w.is(WorkerHandle.State.READY)).orElse(false);
  }

  boolean isEmpty() {
    return current.isEmpty() && successor.isEmpty() && retiring.isEmpty();
  }

  Stream<WorkerHandle> workers() {
    return Stream.of(current.stream(), successor.stream(), retiring.stream())
        .flatMap(workers -> workers);
  }

  Stream<Deadline> deadlines() {
    return Stream.concat(
        respawnAt.stream().filter(_ -> successor.isEmpty()),
        workers().flatMap(worker -> worker.deadlines()));
  }

  /// Whether its workers have ended again and again, none having lived long enough to prove that it
  /// works. They are started further on, with long pauses.
  boolean isInCrashLoop() {
    boolean proved = current.map(w -> w.age().compareTo(PROVED) >= 0).orElse(false);
    return backoff.failures() >= CRASH_LOOP && !proved;
  }

  int restarts() {
    return restarts;
  }

  String lastExit() {
    return lastExit;
  }

  @Override
  public String toString() {
    return service.name() + "/" + number;
  }
}
