/// Log options, formats and outlets behind the loggers of the JDK.
@org.jspecify.annotations.NullMarked
module dev.perennial.logging {
  requires static org.jspecify;
  requires transitive dev.perennial.config;
  requires transitive dev.perennial.service;
  requires dev.perennial.process;
  requires transitive java.logging;

  exports dev.perennial.logging;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.logging.LogOptionProvider;
  provides dev.perennial.service.WorkerExtension with
      dev.perennial.logging.LoggingExtension;

  // The binder builds the option records.
  opens dev.perennial.logging to
      dev.perennial.config;
}
