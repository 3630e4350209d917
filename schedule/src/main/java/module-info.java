/// Time, deadlines, timers, looping calls, and groups of tasks on virtual threads.
@org.jspecify.annotations.NullMarked
module dev.perennial.schedule {
  requires static org.jspecify;

  exports dev.perennial.schedule;
}
