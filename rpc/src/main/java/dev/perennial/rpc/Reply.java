package dev.perennial.rpc;

import tools.jackson.databind.JsonNode;

/// What comes back for a call.
public sealed interface Reply {

  /// The method returned.
  ///
  /// @param value what it returned; the JSON null for nothing
  record Result(JsonNode value) implements Reply {}

  /// The method failed, or the server refused the call.
  ///
  /// @param failure why
  record Failed(RemoteFailure failure) implements Reply {}

  /// The method still runs; more will come.
  record Heartbeat() implements Reply {}
}
