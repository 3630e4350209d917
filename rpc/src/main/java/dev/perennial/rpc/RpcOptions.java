package dev.perennial.rpc;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import dev.perennial.config.Secret;
import java.time.Duration;

/// The options of remote calls, with the names and defaults of `oslo.messaging`.
///
/// @param transportUrl the message bus
/// @param controlExchange the exchange of targets that name none
/// @param rpcResponseTimeout the longest time of calls and casts that set none
/// @param executorThreadPoolSize the most requests that one server runs at a time
/// @param rpcPingEnabled whether every server answers `oslo_rpc_server_ping`
@Group(value = "DEFAULT")
public record RpcOptions(
    @Opt(
            help =
                "The message bus, as driver://user:password@host:port,…/virtual_host?option=value."
                    + " Drivers: rabbit, embedded, memory.",
            def = "rabbit://")
        Secret transportUrl,
    @Opt(
            help =
                "The exchange of topics where a program names none. All programs that talk to each"
                    + " other need the same.",
            def = "openstack")
        String controlExchange,
    @Opt(
            help =
                "Seconds after which a call fails when no reply came, and a cast when the broker did"
                    + " not take it.",
            def = "60")
        Duration rpcResponseTimeout,
    @Opt(
            help = "The most requests that one server runs at a time; others wait in the broker.",
            def = "64",
            was = "rpc_thread_pool_size")
        @Range(min = 1)
        int executorThreadPoolSize,
    @Opt(
            help = "Whether every server answers the method oslo_rpc_server_ping, for probes.",
            def = "false")
        boolean rpcPingEnabled) {

  /// Checks what the types do not say.
  public RpcOptions {
    if (!rpcResponseTimeout.isPositive()) {
      throw new IllegalArgumentException("rpc_response_timeout must be longer than zero");
    }
  }
}
