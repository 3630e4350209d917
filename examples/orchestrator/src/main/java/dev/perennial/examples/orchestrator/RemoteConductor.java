package dev.perennial.examples.orchestrator;

import dev.perennial.config.Config;
import dev.perennial.daemon.MeasuredTransport;
import dev.perennial.rpc.ErrorTypes;
import dev.perennial.rpc.RpcClient;
import dev.perennial.rpc.Target;
import dev.perennial.rpc.Transport;

/// The conductor as others see it: on the other side of the message bus.
final class RemoteConductor {

  static final String TOPIC = "conductor";

  /// The exceptions that the conductor throws at its callers.
  static final ErrorTypes ERRORS =
      ErrorTypes.standard()
          .allow(UnknownInstanceException.class, failure -> new UnknownInstanceException(failure));

  private RemoteConductor() {}

  /// A conductor behind the transport that the configuration names. Connects when it is used.
  ///
  /// @param caller the service that asks it
  static Conductor of(Config config, String caller) {
    return on(MeasuredTransport.open(config, caller));
  }

  static Conductor on(Transport transport) {
    return RpcClient.create(transport, Target.of(TOPIC)).withErrors(ERRORS).proxy(Conductor.class);
  }
}
