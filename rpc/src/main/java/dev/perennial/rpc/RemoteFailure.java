package dev.perennial.rpc;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// How an exception travels in a reply.
///
/// @param type the simple name of its class
/// @param module the module or package of the class, in the words of the sender's language
/// @param message its message
/// @param traceback the sender's stack trace in lines; empty when not sent
/// @param args positional arguments to construct it with
/// @param kwargs named arguments to construct it with
public record RemoteFailure(
    String type,
    String module,
    String message,
    List<String> traceback,
    List<JsonNode> args,
    Map<String, JsonNode> kwargs) {

  /// Copies the collections.
  public RemoteFailure {
    traceback = List.copyOf(traceback);
    args = List.copyOf(args);
    kwargs = Map.copyOf(kwargs);
  }

  /// The name by which the class is mapped.
  ///
  /// @return module and class, with a dot between
  public String qualifiedType() {
    return module.isEmpty() ? type : module + "." + type;
  }
}
