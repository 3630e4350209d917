/// Remote calls over a message bus: clients, servers, notifications, and what a transport has to
/// do.
@org.jspecify.annotations.NullMarked
module dev.perennial.rpc {
  requires static org.jspecify;
  requires transitive dev.perennial.service;
  requires transitive dev.perennial.config;
  requires transitive dev.perennial.schedule;
  requires transitive tools.jackson.databind;

  exports dev.perennial.rpc;

  // The binder builds the option records.
  opens dev.perennial.rpc to
      dev.perennial.config;

  uses dev.perennial.rpc.TransportProvider;

  provides dev.perennial.rpc.TransportProvider with
      dev.perennial.rpc.MemoryTransportProvider;
  provides dev.perennial.config.OptionProvider with
      dev.perennial.rpc.RpcOptionProvider;
}
