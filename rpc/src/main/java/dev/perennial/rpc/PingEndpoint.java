package dev.perennial.rpc;

/// Answers probes of operators.
@Endpoint
final class PingEndpoint {

  @RemoteMethod("oslo_rpc_server_ping")
  String ping() {
    return "pong";
  }
}
