package dev.perennial.service;

import dev.perennial.config.ConfigChange;
import dev.perennial.schedule.Deadline;
import java.util.List;
import java.util.Map;

/// Something that runs until it is told to stop.
///
/// The launcher calls the methods below one after another in this order, each perhaps on another
/// thread, but for [#stop()], which may cut a start or a drain short, and [#activity()] and
/// [#operations()], which may be called at any time:
///
/// ```
/// start() ── takeOver() ──┬── drain(deadline) ── stop() ── awaitStopped(deadline)
///                         └── reset(change), any number of times
/// ```
///
/// In one process a service that has stopped may be reset and started again: that is what a reload
/// does. In worker processes a reload makes a new process instead.
public interface Service {

  /// The name by which operators know the service, and by which a worker finds the one it runs. Two
  /// services of a program that give the same name are told apart by a number (`name-2`).
  ///
  /// @return lower case words with hyphens; unless overridden the name of the class in that form
  default String name() {
    return ServiceNames.of(getClass());
  }

  /// Begins to serve and returns once the service is ready. Whatever must not run twice at once,
  /// such as periodic tasks of a [Replacement#HANDOVER] service, begins in [#takeOver()] instead.
  /// The thread is interrupted when the program is told to end first.
  ///
  /// @throws Exception if it cannot start; the launcher reports the cause
  void start() throws Exception;

  /// Tells a service that has started that it has no predecessor any more. Called right after
  /// [#start()], or, for [Replacement#HANDOVER] during a reload, once the old worker has drained.
  ///
  /// @throws Exception if it cannot take over; counts as a failed start
  default void takeOver() throws Exception {}

  /// Takes no new work and finishes what was accepted; returns when it is finished or the deadline
  /// has passed.
  ///
  /// @param deadline the moment by which to return
  /// @throws InterruptedException if the process has to end now
  void drain(Deadline deadline) throws InterruptedException;

  /// Ends at once whatever still runs. May be called again, and without a drain before it.
  void stop();

  /// Waits until nothing of the service runs any more.
  ///
  /// @param deadline the moment by which to return
  /// @return whether everything has ended
  /// @throws InterruptedException if the calling thread is interrupted
  boolean awaitStopped(Deadline deadline) throws InterruptedException;

  /// Follows a change of configuration, as after a SIGHUP.
  ///
  /// @param change what is different from before; the new values are already in force
  default void reset(ConfigChange change) {}

  /// How a worker that runs this service gives way to its successor.
  ///
  /// @return [Replacement#ROLLING] unless overridden
  default Replacement replacement() {
    return Replacement.ROLLING;
  }

  /// The option records that this service depends on. A worker of an [Replacement#EXCLUSIVE]
  /// service is replaced in a reload only when one of them has changed since it started.
  ///
  /// @return the records; none unless overridden
  default List<Class<? extends Record>> optionGroups() {
    return List.of();
  }

  /// Does once what a worker does on its way to the first answer, in a process that serves nobody
  /// and ends right after: the JVM keeps what was loaded and later workers start from it. Called in
  /// place of [#start()]. It must leave no trace: no address of the program, no file or database of
  /// its users, no other host.
  ///
  /// @throws Exception if it cannot; there is no cache then, and nothing else is affected
  default void trainingRun() throws Exception {}

  /// Does what makes the first answers of a new process as fast as later ones: in a reload the
  /// worker that is replaced serves meanwhile, and a second of preparation costs nobody anything.
  /// Called before [#start()], and only in a worker that is started beside one that serves; where
  /// nobody serves, an answer that is slow is better than none.
  ///
  /// @throws Exception if it cannot; the launcher logs that, and starts the service all the same
  default void warmUp() throws Exception {}

  /// What the service has done and is doing, for the status that operators see.
  ///
  /// @return a momentary view; [Activity#NONE] unless overridden
  default Activity activity() {
    return Activity.NONE;
  }

  /// What operators may ask of this service besides what they may ask of every program, by name.
  /// Any thread may call this.
  ///
  /// @return the operations; none unless overridden
  default Map<String, Operation> operations() {
    return Map.of();
  }
}
