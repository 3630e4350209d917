package dev.perennial.schedule;

import java.util.List;
import java.util.concurrent.ThreadFactory;

/// Describes a [TaskGroup] that differs from the usual one.
///
/// Not thread-safe.
public final class TaskGroupBuilder {

  final String name;
  Timers timers = Timers.system();
  int mostTasks = Integer.MAX_VALUE;
  WhenFull whenFull = WhenFull.REFUSE;
  List<ScopedValue<?>> carried = List.of();
  ThreadFactory threads = Thread.ofVirtual().factory();

  TaskGroupBuilder(String name) {
    this.name = name;
  }

  /// Sets the timers that the group waits on. Unset they are [Timers#system()].
  ///
  /// @param timers those of a test, as a rule
  /// @return this builder
  public TaskGroupBuilder timers(Timers timers) {
    this.timers = timers;
    return this;
  }

  /// Bounds the number of tasks that run at the same time. Unset there is no bound. Timers do not
  /// count.
  ///
  /// @param tasks at least 1
  /// @param policy what happens to one more
  /// @return this builder
  /// @throws IllegalArgumentException if `tasks` is less than 1
  public TaskGroupBuilder limit(int tasks, WhenFull policy) {
    if (tasks < 1) {
      throw new IllegalArgumentException(
          "a group needs room for at least one task: limit of " + name + " is " + tasks);
    }
    this.mostTasks = tasks;
    this.whenFull = policy;
    return this;
  }

  /// Names the scoped values that tasks and timers see as the thread saw them that started or added
  /// them. Unset there are none: the platform does not hand them on by itself.
  ///
  /// @param keys the values
  /// @return this builder
  public TaskGroupBuilder carrying(ScopedValue<?>... keys) {
    this.carried = List.of(keys);
    return this;
  }

  TaskGroupBuilder threads(ThreadFactory factory) {
    this.threads = factory;
    return this;
  }

  /// Makes the group.
  ///
  /// @return an empty group
  public TaskGroup build() {
    return new TaskGroup(this);
  }
}
