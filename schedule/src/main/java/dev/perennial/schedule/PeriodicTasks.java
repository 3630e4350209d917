package dev.perennial.schedule;

import dev.perennial.config.Config;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/// Runs the methods of an object that are marked by [PeriodicTask], each at its own spacing.
///
/// ```java
/// public final class Cleaner extends BaseService {
///   private final PeriodicTasks periodic;
///
///   public Cleaner(Config config) {
///     periodic = new PeriodicTasks(config, this);
///   }
///
///   @PeriodicTask(spacing = 300)
///   void removeDeleted() { … }
///
///   @Override
///   public void takeOver() {
///     periodic.start(tasks());
///   }
/// }
/// ```
///
/// They run in one of two ways. [#start] gives each task a timer of its own in a group: a slow task
/// delays no other one. Or a loop of the program calls [#runDue()] or [#runDueInParallel], and
/// again after the time that it returns.
///
/// Whatever a run throws is logged, counted, and changes nothing for later runs. The moments of a
/// task keep the distance of its spacing for ever; a run is late by up to a twentieth of a spacing
/// of 20 s or more, by chance, so that many machines do not run it at once.
///
/// Thread-safe.
public final class PeriodicTasks {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  /// The longest time that [#runDue()] returns.
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

  /// When to look again while tasks are held: nobody knows for how long.
  private static final Duration IDLE_WHILE_HELD = Duration.ofSeconds(1);

  /// What a task does.
  @FunctionalInterface
  public interface Body {

    /// Does the work of one run.
    ///
    /// @throws Exception if it failed
    void run() throws Exception;
  }

  private final boolean runExternal;
  private final Timers timers;
  private final RandomGenerator random;

  // While a pass begins no run. Written by any thread.
  private volatile boolean held;

  // Guarded by the monitor.
  private final Map<String, PeriodicJob> jobs = new LinkedHashMap<>();
  private final Map<String, Loop<?>> loops = new LinkedHashMap<>();
  private boolean started;

  /// Finds the tasks of an object. Their first spacing begins now.
  ///
  /// @param config where `run_external_periodic_tasks` comes from; has [PeriodicTaskOptions]
  /// @param owner the object with the marked methods
  /// @throws IllegalArgumentException if a marked method cannot be called, or two tasks have the
  ///   same name; names all of them
  public PeriodicTasks(Config config, Object owner) {
    this(config, owner, Timers.system());
  }

  /// Finds the tasks of an object. Their first spacing begins now.
  ///
  /// @param config where `run_external_periodic_tasks` comes from; has [PeriodicTaskOptions]
  /// @param owner the object with the marked methods
  /// @param timers the clock of the tasks, that of a test as a rule
  /// @throws IllegalArgumentException if a marked method cannot be called, or two tasks have the
  ///   same name; names all of them
  public PeriodicTasks(Config config, Object owner, Timers timers) {
    // Tasks draw from it on many threads.
    this(config, owner, timers, () -> ThreadLocalRandom.current().nextLong());
  }

  PeriodicTasks(Config config, Object owner, Timers timers, RandomGenerator random) {
    this.runExternal = config.get(PeriodicTaskOptions.class).runExternalPeriodicTasks();
    this.timers = timers;
    this.random = random;
    for (TaskMethods.Marked marked : TaskMethods.of(owner.getClass())) {
      PeriodicTaskSpec spec = PeriodicTaskSpec.of(marked.annotation(), marked.method().getName());
      add(spec, TaskMethods.body(owner, marked.method()));
    }
  }

  /// Adds a task that is no marked method. It belongs to this object alone.
  ///
  /// @param spec its name and when it runs
  /// @param body what it does
  /// @throws IllegalArgumentException if there is a task of that name
  /// @throws IllegalStateException if the tasks were started
  public synchronized void add(PeriodicTaskSpec spec, Body body) {
    if (jobs.containsKey(spec.name())) {
      throw new IllegalArgumentException("two periodic tasks are called " + spec.name());
    }
    if (started) {
      throw new IllegalStateException("add " + spec.name() + " before the tasks are started");
    }
    if (!spec.runsAtAll()) {
      LOG.log(Level.INFO, "periodic task {0} is disabled and does not run", spec.name());
    } else if (spec.externalProcessOk() && !runExternal) {
      LOG.log(Level.INFO, "periodic task {0} is left to another process", spec.name());
    } else {
      jobs.put(spec.name(), new PeriodicJob(spec, body, timers, random));
    }
  }

  /// Gives each task a timer in a group; all end with the group. The first spacing begins now.
  ///
  /// @param group on the same timers
  /// @throws IllegalStateException if the group is going down, or the tasks were started before and
  ///   have not ended
  public synchronized void start(TaskGroup group) {
    loops.values().stream()
        .filter(loop -> !loop.hasEnded())
        .findAny()
        .ifPresent(loop -> {
          throw new IllegalStateException("periodic tasks run already, such as " + loop);
        });
    loops.clear();
    jobs.forEach((name, job) -> loops.put(name, group.add(timer(job))));
    started = true;
  }

  /// Runs the tasks that are due, one after another on the calling thread. What they throw is
  /// logged. A thread that is interrupted stays interrupted, and leaves the tasks after that for
  /// the next pass.
  ///
  /// @return how long nothing will be due, a minute at most; a second while they are held
  public Duration runDue() {
    for (PeriodicJob job : jobs()) {
      job.runIfDue(this::goesOn);
    }
    return idle();
  }

  /// Runs the tasks that are due, one after another on the calling thread.
  ///
  /// @param onException whether what they throw is logged ([OnException#CONTINUE]), or the first
  ///   failure is thrown here and the tasks after it are left for the next pass
  ///   ([OnException#STOP])
  /// @return how long nothing will be due, a minute at most; a second while they are held
  /// @throws Exception what a task threw
  public Duration runDue(OnException onException) throws Exception {
    switch (onException) {
      case CONTINUE -> runDue();
      case STOP -> {
        for (PeriodicJob job : jobs()) {
          raise(job.runIfDueUntilFailure(this::goesOn));
        }
      }
    }
    return idle();
  }

  /// Runs the tasks that are due at the same time, each on a virtual thread, and waits for all.
  ///
  /// @param onException whether what they throw is logged ([OnException#CONTINUE]), or the first of
  ///   it is thrown here once all have ended ([OnException#STOP])
  /// @return how long nothing will be due, a minute at most; a second while they are held
  /// @throws InterruptedException if the calling thread is interrupted; the tasks go on
  /// @throws Exception what a task threw
  public Duration runDueInParallel(OnException onException) throws Exception {
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (PeriodicJob job : jobs().stream().filter(PeriodicJob::isDue).toList()) {
      Runnable run =
          switch (onException) {
            case CONTINUE -> () -> job.runIfDue(this::goesOn);
            case STOP -> () -> job.runIfDueUntilFailure(this::goesOn).ifPresent(failures::add);
          };
      threads.add(Thread.ofVirtual().name(job.name()).start(run));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    raise(Optional.ofNullable(failures.peek()));
    return idle();
  }

  /// Lets no pass begin a run until [#release()], not even one that is under way: the tasks after
  /// the run that it is in, which ends in peace, are left for later. If that run makes up for
  /// others, the rest of these are missed. For a program that drains; what [#start] began ends with
  /// its group.
  public void hold() {
    held = true;
  }

  /// Lets passes run the tasks again after [#hold()].
  public void release() {
    held = false;
  }

  /// What the tasks have done and will do, in their order.
  ///
  /// @return a momentary view
  public List<PeriodicTaskStatus> status() {
    return jobs().stream().map(PeriodicJob::status).toList();
  }

  /// Lets a task rest until [#resume]; a run that is under way ends in peace.
  ///
  /// @param name the task
  /// @throws IllegalArgumentException if there is no such task; names those there are
  public void pause(String name) {
    job(name).pause();
  }

  /// Lets a task go on after [#pause]. Runs whose moments have passed are missed.
  ///
  /// @param name the task
  /// @throws IllegalArgumentException if there is no such task; names those there are
  public void resume(String name) {
    job(name).resume();
    hurry(name);
  }

  /// Has a task run once as soon as possible, paused or not: at once when the tasks were started
  /// and it does not run already, else after that run or in the next pass. Its moments stay.
  ///
  /// @param name the task
  /// @throws IllegalArgumentException if there is no such task; names those there are
  public void runNow(String name) {
    job(name).askFor();
    hurry(name);
  }

  private LoopingCall<Object> timer(PeriodicJob job) {
    job.begin();
    return LoopingCall.dynamic(
            job.name(),
            call -> {
              job.runIfDue(() -> !call.isEnding() && !Thread.currentThread().isInterrupted());
              return Optional.of(Duration.ofNanos(job.untilNext()));
            })
        .initialDelay(Duration.ofNanos(job.untilNext()));
  }

  private synchronized void hurry(String name) {
    Loop<?> loop = loops.get(name);
    if (loop != null) {
      loop.hurry();
    }
  }

  private boolean goesOn() {
    return !held && !Thread.currentThread().isInterrupted();
  }

  private Duration idle() {
    if (held) {
      return IDLE_WHILE_HELD;
    }
    return jobs().stream()
        .map(job -> Duration.ofNanos(job.untilNext()))
        .reduce(LONGEST_IDLE, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  private synchronized List<PeriodicJob> jobs() {
    return List.copyOf(jobs.values());
  }

  synchronized PeriodicJob job(String name) {
    PeriodicJob job = jobs.get(name);
    if (job == null) {
      throw new IllegalArgumentException(
          "there is no periodic task " + name + "; there are " + jobs.keySet());
    }
    return job;
  }

  private static void raise(Optional<Throwable> failure) throws Exception {
    if (failure.isPresent()) {
      switch (failure.get()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }
}
