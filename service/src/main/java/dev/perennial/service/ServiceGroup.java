package dev.perennial.service;

import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Several services with one life: started in declared order, each ready before the next, and ended
/// in reverse order, each drained before the next, under one common deadline.
///
/// One thread drives the group; [#stop()] may come from another one and cuts a drain short, and
/// [#startNoMore()], which cuts a start short.
public final class ServiceGroup {

  private static final Logger LOG = System.getLogger("dev.perennial.service");

  // What the interrupted tasks of a service get to leave, whatever is left of the deadline; and
  // what a service gets to drain if a later one cannot start.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  // Those that nobody has begun to stop.
  private static final Set<ServiceState> TO_BE_STOPPED =
      EnumSet.of(ServiceState.STARTING, ServiceState.RUNNING, ServiceState.DRAINING);

  // Each member: NEW ─start─► STARTING ─ready─► RUNNING ─drain─► DRAINING ─► STOPPING ─► STOPPED
  //                              ├──failed──► FAILED                            ▲
  //                              └─────cut short, or stop() from any of them────┘
  // STOPPED, STOPPING or FAILED ─start─► STARTING again, after a reload in the same process.
  // RUNNING ─another one failed in the same start─► DRAINING, as in a drain.
  // The driving thread causes all transitions but the one to STOPPING, which stop() may cause in
  // any thread; the lock guards them. Whoever causes that one, or the one to FAILED, calls stop()
  // of the service: so it is called once. Only a service that stop() found in its start, and that
  // has started all the same, is stopped again.
  private static final class Member {
    private final Service service;
    private ServiceState state = ServiceState.NEW;

    Member(Service service) {
      this.service = service;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Member> members = new ArrayList<>();
  // The thread in start(), while it may be interrupted. Guarded by the lock, as the flag is.
  private Optional<Thread> starter = Optional.empty();
  private boolean startsNoMore;

  /// Creates an empty group.
  public ServiceGroup() {}

  /// Adds a service behind those that are there.
  ///
  /// @param service the service, not started
  public void add(Service service) {
    guarded(() -> members.add(new Member(service)));
  }

  /// Starts the services that do not run, in order. When one fails, those that this call started
  /// are drained for a moment and ended in reverse order, and the failure is thrown with their
  /// failures suppressed in it.
  ///
  /// @throws InterruptedException after [#startNoMore()], or if [#stop()] found a service that was
  ///   about to start
  /// @throws Exception what the service threw
  public void start() throws Exception {
    List<Member> started = new ArrayList<>();
    for (Member member : snapshot()) {
      if (stateOf(member) != ServiceState.RUNNING) {
        started.add(member);
        start(member, started);
      }
    }
  }

  /// Lets the group start nothing from now on. A start that is under way is interrupted; what runs
  /// already is left for a drain, as it may have work. May be called by any thread.
  public void startNoMore() {
    guarded(() -> {
      startsNoMore = true;
      starter.ifPresent(Thread::interrupt);
    });
  }

  /// Drains and stops all services in reverse order. A service that fails does not keep the others
  /// from being stopped.
  ///
  /// @param deadline the moment by which all of them have to be done
  /// @return whether all ended in time
  /// @throws InterruptedException if the calling thread is interrupted; everything is stopped then
  public boolean drain(Deadline deadline) throws InterruptedException {
    boolean inTime = true;
    try {
      for (Member member : snapshot().reversed()) {
        inTime &= drain(member, deadline);
      }
    } catch (InterruptedException interrupted) {
      stop();
      throw interrupted;
    }
    return inTime;
  }

  /// Ends all services at once, in reverse order, but for those that are being stopped already. May
  /// be called by any thread, also during a start or a drain.
  public void stop() {
    for (Member member : snapshot().reversed()) {
      stopQuietly(member);
    }
  }

  /// Tells every service of a change of configuration, in order. One that fails is logged and does
  /// not keep the others from hearing of it.
  ///
  /// @param change what is different
  public void reset(ConfigChange change) {
    for (Member member : snapshot()) {
      try {
        member.service.reset(change);
      } catch (RuntimeException | Error failure) {
        LOG.log(Level.ERROR, member.service.name() + " could not be reset", failure);
      }
    }
  }

  /// The services in their order.
  ///
  /// @return a copy
  public List<Service> services() {
    return snapshot().stream().map(m -> m.service).toList();
  }

  /// The states of the services, in their order.
  ///
  /// @return a copy
  public List<ServiceState> states() {
    return seen(() -> members.stream().map(m -> m.state).toList());
  }

  /// The state of one of the services.
  ///
  /// @param service one that was added
  /// @return its state; [ServiceState#NEW] of one that was not
  public ServiceState stateOf(Service service) {
    return seen(() ->
        members.stream()
            .filter(member -> member.service == service)
            .map(member -> member.state)
            .findFirst()
            .orElse(ServiceState.NEW));
  }

  /// The activity of all services together.
  ///
  /// @return the sum
  public Activity activity() {
    return services().stream().map(Service::activity).reduce(Activity.NONE, Activity::plus);
  }

  private void start(Member member, List<Member> started) throws Exception {
    beginStart(member);
    try {
      try {
        member.service.start();
        if (stateOf(member) == ServiceState.STARTING) {
          member.service.takeOver();
        }
      } finally {
        endStart();
      }
    } catch (Exception | Error failure) {
      if (isCutShort()) {
        stopQuietly(member);
      } else if (moveOn(member, EnumSet.of(ServiceState.STARTING), ServiceState.FAILED)) {
        rollBack(started, failure);
      }
      throw failure;
    }
    if (!moveOn(member, EnumSet.of(ServiceState.STARTING), ServiceState.RUNNING)) {
      // What it has started since then runs.
      callStop(member);
      throw new InterruptedException(member.service.name() + " was stopped while it started");
    }
  }

  private void beginStart(Member member) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (startsNoMore) {
        throw new InterruptedException("no service is started any more");
      }
      member.state = ServiceState.STARTING;
      starter = Optional.of(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  // The interrupt was meant for what the service waited for, and not for its end.
  private void endStart() {
    guarded(() -> {
      starter = Optional.empty();
      if (startsNoMore) {
        Thread.interrupted();
      }
    });
  }

  private boolean isCutShort() {
    return seen(() -> startsNoMore);
  }

  private boolean drain(Member member, Deadline deadline) throws InterruptedException {
    boolean inTime = true;
    if (moveOn(member, EnumSet.of(ServiceState.RUNNING), ServiceState.DRAINING)) {
      drainQuietly(member, deadline);
      inTime = !deadline.passed();
      stopQuietly(member);
    }
    // Also one that stop() ended, perhaps just now, is waited for.
    if (stateOf(member) == ServiceState.STOPPING) {
      inTime &= ended(member);
    }
    if (!inTime) {
      LOG.log(Level.WARNING, "{0} did not finish in time", member.service.name());
    }
    return inTime;
  }

  // Errors are caught too: when the files of a running program were replaced, a class that is first
  // needed on the way down is missing, and the other services still have to be ended.
  private static void drainQuietly(Member member, Deadline deadline) throws InterruptedException {
    try {
      member.service.drain(deadline);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, member.service.name() + " failed while it drained", failure);
    }
  }

  private void stopQuietly(Member member) {
    if (moveOn(member, TO_BE_STOPPED, ServiceState.STOPPING)) {
      callStop(member);
    }
  }

  private static void callStop(Member member) {
    try {
      member.service.stop();
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, member.service.name() + " failed while it stopped", failure);
    }
  }

  private boolean ended(Member member) throws InterruptedException {
    boolean ended = false;
    try {
      ended = member.service.awaitStopped(Deadline.after(MOMENT));
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, member.service.name() + " failed while it ended", failure);
    }
    moveTo(member, ServiceState.STOPPED);
    return ended;
  }

  private void rollBack(List<Member> started, Throwable failure) {
    for (Member member : started.reversed()) {
      try {
        leaveSoon(member);
      } catch (InterruptedException hurried) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error second) {
        failure.addSuppressed(second);
      }
      moveOn(member, EnumSet.of(ServiceState.STOPPING), ServiceState.STOPPED);
    }
  }

  // What it has taken on is done, and nothing that it leaves is in the way of another start.
  private void leaveSoon(Member member) throws InterruptedException {
    try {
      if (moveOn(member, EnumSet.of(ServiceState.RUNNING), ServiceState.DRAINING)) {
        drainQuietly(member, Deadline.after(MOMENT));
      }
    } finally {
      if (moveOn(member, TO_BE_STOPPED, ServiceState.STOPPING)
          || stateOf(member) == ServiceState.FAILED) {
        member.service.stop();
      }
    }
    member.service.awaitStopped(Deadline.after(MOMENT));
  }

  private void moveTo(Member member, ServiceState next) {
    guarded(() -> member.state = next);
  }

  private boolean moveOn(Member member, Set<ServiceState> from, ServiceState next) {
    lock.lock();
    try {
      if (!from.contains(member.state)) {
        return false;
      }
      member.state = next;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private ServiceState stateOf(Member member) {
    return seen(() -> member.state);
  }

  private List<Member> snapshot() {
    return seen(() -> List.copyOf(members));
  }

  private <T> T seen(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  private void guarded(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
