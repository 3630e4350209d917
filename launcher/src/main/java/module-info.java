/// Launches services in one process or in supervised worker processes.
@org.jspecify.annotations.NullMarked
module dev.perennial.launcher {
  requires static org.jspecify;
  requires transitive dev.perennial.config;
  requires transitive dev.perennial.service;
  requires dev.perennial.process;
  requires java.logging;
  requires jdk.httpserver;
  requires jdk.net;

  exports dev.perennial.launcher;

  uses dev.perennial.service.WorkerExtension;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.launcher.ServiceOptionProvider,
      dev.perennial.launcher.LauncherOptionProvider;

  // The binder builds the option records.
  opens dev.perennial.launcher to
      dev.perennial.config;
}
