/// The layer of Tacker: a service with a manager that answers remote calls, runs periodic tasks and
/// reports its state, and an HTTP API that is put together from a file.
@org.jspecify.annotations.NullMarked
module dev.perennial.daemon {
  requires static org.jspecify;
  requires transitive dev.perennial.http;
  requires transitive dev.perennial.registry;
  requires transitive dev.perennial.rpc;
  requires transitive dev.perennial.service;

  exports dev.perennial.daemon;

  provides dev.perennial.config.OptionProvider with
      dev.perennial.daemon.ApiOptionProvider,
      dev.perennial.daemon.RpcServiceOptionProvider;

  // The binder builds the option records.
  opens dev.perennial.daemon to
      dev.perennial.config;
}
