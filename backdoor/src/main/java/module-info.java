/// A way to look into a running process: a line of commands on a local socket, and a profiler.
@org.jspecify.annotations.NullMarked
module dev.perennial.backdoor {
  requires static org.jspecify;
  requires transitive dev.perennial.config;
  requires transitive dev.perennial.service;
  requires java.management;
  requires jdk.jfr;
  requires jdk.jshell;
  requires jdk.management;
  requires jdk.net;

  exports dev.perennial.backdoor;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.backdoor.BackdoorOptionProvider,
      dev.perennial.backdoor.OwnOptionProvider;
  provides dev.perennial.service.WorkerExtension with
      dev.perennial.backdoor.BackdoorExtension;

  // The binder builds the option records.
  opens dev.perennial.backdoor to
      dev.perennial.config;
}
