package dev.perennial.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that operators may ask of a running service, besides what they may ask of every
/// program. A service offers its operations by name in [Service#operations()]; the launcher carries
/// the request to every process of the service and the results back.
@FunctionalInterface
public interface Operation {

  /// Performs it in this process, on a thread of its own and beside everything else.
  ///
  /// @param arguments what the operator wrote behind the name of the operation
  /// @return rows of a table, from names of columns to texts, numbers or booleans, or to lists and
  ///   maps of these; nothing at all if the arguments name something that this service does not
  ///   have, but another may
  /// @throws Exception if it is refused or failed; the message is for the operator
  Optional<List<Map<String, Object>>> perform(List<String> arguments) throws Exception;
}
