/// Time, deadlines, timers, looping calls, and groups of tasks on virtual threads.
@org.jspecify.annotations.NullMarked
module dev.perennial.schedule {
  requires static org.jspecify;
  requires transitive dev.perennial.config;

  exports dev.perennial.schedule;

  // The binder builds the option records.
  opens dev.perennial.schedule to
      dev.perennial.config;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.schedule.PeriodicTaskOptionProvider;
}
