package dev.perennial.schedule;

import java.time.Duration;
import java.util.Optional;

/// What one of [PeriodicTasks] has done and will do.
///
/// @param name its name
/// @param state what it is doing
/// @param spacing from one run to the next
/// @param sinceLast time since its last run began; empty before the first
/// @param untilNext time until its next run; zero if that is due, empty while it is paused
/// @param lastDuration how long its last run took; empty before the end of the first
/// @param longestDuration how long its longest run took; zero before the end of the first
/// @param runs how often it began to run
/// @param failures how many runs threw something
/// @param missed how many runs were missed and not made up for
/// @param overruns how many runs exceeded the deadline of the task
/// @param lastFailure what the last run that failed threw, as text
public record PeriodicTaskStatus(
    String name,
    State state,
    Duration spacing,
    Optional<Duration> sinceLast,
    Optional<Duration> untilNext,
    Optional<Duration> lastDuration,
    Duration longestDuration,
    long runs,
    long failures,
    long missed,
    long overruns,
    Optional<String> lastFailure) {

  /// What a periodic task is doing.
  public enum State {
    /// Its next run will come.
    WAITING,
    /// A run is under way.
    RUNNING,
    /// It waits until an operator resumes it.
    PAUSED
  }
}
