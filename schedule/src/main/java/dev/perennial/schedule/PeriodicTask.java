package dev.perennial.schedule;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a method without parameters that [PeriodicTasks] runs from time to time.
///
/// An overriding method is the same task: with the attributes of its own annotation if it has one,
/// else with those of the method that it overrides. It runs once, whatever it overrides.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PeriodicTask {

  /// {@return seconds from one run to the next} 0 means 60; less than 0 means that it never runs.
  long spacing() default 0;

  /// {@return whether it runs right away instead of after one spacing}
  boolean runImmediately() default false;

  /// {@return whether another process may run it instead} Such a task runs here only if
  /// `run_external_periodic_tasks` is true.
  boolean externalProcessOk() default false;

  /// {@return whether it runs at all}
  boolean enabled() default true;

  /// {@return the name by which operators know it} When empty, the name of the method.
  String name() default "";

  /// {@return what becomes of runs that were missed}
  MissedRuns missed() default MissedRuns.ONCE;

  /// {@return with [MissedRuns#CATCH_UP], how many missed runs are made up for at most}
  int catchUp() default 1;

  /// {@return seconds that a run should not exceed} One that does is reported with the stack of its
  /// thread and counted; it goes on. 0 means no bound.
  long deadline() default 0;
}
