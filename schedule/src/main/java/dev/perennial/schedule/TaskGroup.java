package dev.perennial.schedule;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The tasks and timers of one service, each on a virtual thread of its own.
///
/// Going down keeps the order that operators of `oslo.service` know: timers end first, so that they
/// start nothing new, then the tasks that run are waited for ([#drain(Deadline)]) or interrupted
/// ([#stop()]). A task may stop its own group; it is not waited for then.
///
/// Thread-safe. Tasks are user code and run outside the lock.
public final class TaskGroup {

  private static final Logger LOG = System.getLogger("dev.perennial.schedule");

  // A century; twice as much still fits between two readings of the clock.
  private static final Duration LONGEST = Duration.ofDays(36_500);

  // OPEN ──drain()──► DRAINING ──stop()──► STOPPED
  //   └──────────────────stop()───────────────┘
  // OPEN: tasks and timers are accepted. DRAINING: nothing new; timers are interrupted while they
  // sleep and leave after the run they are in; tasks go on. STOPPED: everything was interrupted.
  // reopen() leads back to OPEN once nothing runs. Any thread may cause a transition; the lock
  // guards the state and the sets below.
  private enum State {
    OPEN,
    DRAINING,
    STOPPED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Thread> tasks = new HashSet<>();
  private final Set<Timer> timers = new HashSet<>();
  private final String name;
  private State state = State.OPEN;

  /// Creates an empty group.
  ///
  /// @param name prefix of the names of its threads
  public TaskGroup(String name) {
    this.name = name;
  }

  /// Runs a task on a virtual thread. An exception that leaves it is logged and ends only this
  /// task.
  ///
  /// @param label what the task does, for the name of its thread
  /// @param task what to run; it should end soon after its thread is interrupted
  /// @return the thread
  /// @throws IllegalStateException if the group is going down
  public Thread start(String label, Runnable task) {
    return launch(label, task, tasks);
  }

  /// Runs a task again and again, `interval` from start to start; a run that takes longer delays
  /// the next one, runs never overlap. An exception is logged and does not end the timer.
  ///
  /// @param label what the task does, for the name of its thread
  /// @param interval time between two starts; positive
  /// @param task what to run
  /// @throws IllegalStateException if the group is going down
  /// @throws IllegalArgumentException if the interval is not positive
  public void addTimer(String label, Duration interval, Runnable task) {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval of " + label + " must be positive: " + interval);
    }
    Timer timer = new Timer(label, interval, task);
    launch(label, timer, timers, timer);
  }

  /// Accepts nothing new, ends the timers after the run they are in, and waits for the tasks.
  ///
  /// @param deadline how long to wait at most
  /// @return the names of the tasks that still run, empty if all have ended
  /// @throws InterruptedException if the calling thread is interrupted; the group stays draining
  public List<String> drain(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      if (state == State.OPEN) {
        state = State.DRAINING;
        changed.signalAll();
      }
      return awaitOthers(deadline);
    } finally {
      lock.unlock();
    }
  }

  /// Accepts nothing new and interrupts everything that runs, but for the calling task.
  public void stop() {
    lock.lock();
    try {
      state = State.STOPPED;
      changed.signalAll();
      tasks.stream().filter(t -> t != Thread.currentThread()).forEach(Thread::interrupt);
      timers.stream()
          .map(Timer::thread)
          .filter(t -> t != Thread.currentThread())
          .forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing of the group runs, but for the calling task.
  ///
  /// @param deadline how long to wait at most
  /// @return the names of what still runs, empty if all has ended
  /// @throws InterruptedException if the calling thread is interrupted
  public List<String> awaitStopped(Deadline deadline) throws InterruptedException {
    lock.lock();
    try {
      return awaitOthers(deadline);
    } finally {
      lock.unlock();
    }
  }

  /// Makes a group that has gone down usable again, for a service that is started a second time.
  ///
  /// @throws IllegalStateException if something of it still runs
  public void reopen() {
    lock.lock();
    try {
      List<String> alive = others();
      if (!alive.isEmpty()) {
        throw new IllegalStateException("still running in " + name + ": " + alive);
      }
      state = State.OPEN;
    } finally {
      lock.unlock();
    }
  }

  private Thread launch(String label, Runnable body, Set<Thread> members) {
    lock.lock();
    try {
      requireOpen(label);
      Thread thread = Thread.ofVirtual().name(name + "-" + label).unstarted(() -> runTask(body));
      members.add(thread);
      thread.start();
      return thread;
    } finally {
      lock.unlock();
    }
  }

  private void launch(String label, Runnable body, Set<Timer> members, Timer timer) {
    lock.lock();
    try {
      requireOpen(label);
      Thread thread = Thread.ofVirtual().name(name + "-" + label).unstarted(body);
      timer.thread = thread;
      members.add(timer);
      thread.start();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen(String label) {
    if (state != State.OPEN) {
      throw new IllegalStateException(name + " is going down and starts no " + label);
    }
  }

  private void runTask(Runnable task) {
    try {
      runLogged(task);
    } finally {
      leave(() -> tasks.remove(Thread.currentThread()));
    }
  }

  private void runLogged(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      LOG.log(Level.ERROR, Thread.currentThread().getName() + " failed", failure);
    }
  }

  private void leave(Runnable removal) {
    lock.lock();
    try {
      removal.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private List<String> awaitOthers(Deadline deadline) throws InterruptedException {
    while (!others().isEmpty() && !deadline.passed()) {
      changed.awaitNanos(deadline.remaining().toNanos());
    }
    return others();
  }

  private List<String> others() {
    List<String> names = new ArrayList<>();
    timers.stream()
        .map(Timer::thread)
        .filter(this::isOther)
        .map(Thread::getName)
        .forEach(names::add);
    tasks.stream().filter(this::isOther).map(Thread::getName).forEach(names::add);
    return names;
  }

  private boolean isOther(Thread thread) {
    return thread != Thread.currentThread();
  }

  private final class Timer implements Runnable {
    private final String label;
    private final Duration interval;
    private final Runnable task;
    private Thread thread = Thread.currentThread();

    Timer(String label, Duration interval, Runnable task) {
      this.label = label;
      this.interval = interval.compareTo(LONGEST) < 0 ? interval : LONGEST;
      this.task = task;
    }

    Thread thread() {
      return thread;
    }

    @Override
    public void run() {
      try {
        long due = System.nanoTime();
        while (sleepUntil(due)) {
          runLogged(task);
          due = nextAfter(due);
        }
      } finally {
        leave(() -> timers.remove(this));
      }
    }

    private long nextAfter(long due) {
      long next = due + interval.toNanos();
      long now = System.nanoTime();
      return next - now > 0 ? next : now;
    }

    // Waits on the group's condition rather than sleeping, so that a drain is noticed at once.
    private boolean sleepUntil(long due) {
      lock.lock();
      try {
        while (state == State.OPEN) {
          // stop() changes the state before it interrupts. Any other interrupt was meant for, or
          // left behind by, the run that is over: it must neither end the timer nor the next run.
          Thread.interrupted();
          long left = due - System.nanoTime();
          if (left <= 0) {
            return true;
          }
          awaitChange(left);
        }
        return false;
      } finally {
        lock.unlock();
      }
    }

    private void awaitChange(long nanos) {
      try {
        changed.awaitNanos(nanos);
      } catch (InterruptedException perhapsStopped) {
        // The state tells.
      }
    }

    @Override
    public String toString() {
      return label + " every " + interval;
    }
  }
}
