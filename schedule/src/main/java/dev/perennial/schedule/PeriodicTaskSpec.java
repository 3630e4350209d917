package dev.perennial.schedule;

import java.time.Duration;

/// The attributes of a periodic task, for one that is added by [PeriodicTasks#add] and not marked
/// by [PeriodicTask], whose words these are. Begin with [#every].
///
/// @param name by which operators know it; not empty
/// @param spacing from one run to the next; zero means a minute, less means that it never runs
/// @param runImmediately whether it runs right away instead of after one spacing
/// @param externalProcessOk whether another process may run it instead
/// @param enabled whether it runs at all
/// @param missed what becomes of runs that were missed
/// @param catchUp how many missed runs are made up for at most; 1 or more
/// @param deadline what a run should not exceed; zero means no bound
public record PeriodicTaskSpec(
    String name,
    Duration spacing,
    boolean runImmediately,
    boolean externalProcessOk,
    boolean enabled,
    MissedRuns missed,
    int catchUp,
    Duration deadline) {

  static final Duration DEFAULT_SPACING = Duration.ofSeconds(60);

  /// Checks the values and puts the default in the place of a spacing of zero.
  ///
  /// @throws IllegalArgumentException naming what is out of range
  public PeriodicTaskSpec {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a periodic task needs a name");
    }
    if (catchUp < 1) {
      throw new IllegalArgumentException(name + ": catchUp must be 1 or more, not " + catchUp);
    }
    if (deadline.isNegative()) {
      throw new IllegalArgumentException(
          name + ": deadline must not be negative, but is " + deadline);
    }
    spacing = spacing.isZero() ? DEFAULT_SPACING : spacing;
  }

  /// A task with the defaults of [PeriodicTask].
  ///
  /// @param name by which operators know it
  /// @param spacing from one run to the next
  /// @return the attributes
  public static PeriodicTaskSpec every(String name, Duration spacing) {
    return new PeriodicTaskSpec(
        name, spacing, false, false, true, MissedRuns.ONCE, 1, Duration.ZERO);
  }

  static PeriodicTaskSpec of(PeriodicTask annotation, String methodName) {
    return new PeriodicTaskSpec(
        annotation.name().isEmpty() ? methodName : annotation.name(),
        Duration.ofSeconds(annotation.spacing()),
        annotation.runImmediately(),
        annotation.externalProcessOk(),
        annotation.enabled(),
        annotation.missed(),
        annotation.catchUp(),
        Duration.ofSeconds(annotation.deadline()));
  }

  /// The same, but the first run comes right away.
  ///
  /// @return the changed attributes
  public PeriodicTaskSpec immediately() {
    return new PeriodicTaskSpec(
        name, spacing, true, externalProcessOk, enabled, missed, catchUp, deadline);
  }

  /// The same for a task that another process may run instead.
  ///
  /// @return the changed attributes
  public PeriodicTaskSpec external() {
    return new PeriodicTaskSpec(
        name, spacing, runImmediately, true, enabled, missed, catchUp, deadline);
  }

  /// The same with another policy for missed runs.
  ///
  /// @param policy the policy
  /// @param most how many are made up for by [MissedRuns#CATCH_UP]; 1 or more
  /// @return the changed attributes
  public PeriodicTaskSpec missing(MissedRuns policy, int most) {
    return new PeriodicTaskSpec(
        name, spacing, runImmediately, externalProcessOk, enabled, policy, most, deadline);
  }

  /// The same with a bound for each run.
  ///
  /// @param length the bound; zero means none
  /// @return the changed attributes
  public PeriodicTaskSpec within(Duration length) {
    return new PeriodicTaskSpec(
        name, spacing, runImmediately, externalProcessOk, enabled, missed, catchUp, length);
  }

  boolean runsAtAll() {
    return enabled && !spacing.isNegative();
  }
}
