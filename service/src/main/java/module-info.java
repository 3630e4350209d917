/// What a service is, and what it sees of the process that runs it.
@org.jspecify.annotations.NullMarked
module dev.perennial.service {
  requires static org.jspecify;
  requires transitive dev.perennial.config;
  requires transitive dev.perennial.schedule;

  exports dev.perennial.service;
}
