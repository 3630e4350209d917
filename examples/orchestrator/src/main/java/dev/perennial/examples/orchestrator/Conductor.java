package dev.perennial.examples.orchestrator;

import dev.perennial.rpc.Endpoint;
import java.util.List;
import java.util.Optional;

/// What the API asks of the conductor over the message bus, in the words of Tacker. Safe to be
/// called by many threads.
@Endpoint(version = "1.0")
interface Conductor {

  VnfInstance createVnfInstance(String name);

  /// @throws UnknownInstanceException if there is none with this id
  VnfInstance getVnfInstance(String id);

  /// A page of instances, the oldest first.
  ///
  /// @param limit how many at most
  /// @param marker id of the last one of the page before; nothing for the first page
  /// @param state only instances in it; nothing for all
  List<VnfInstance> listVnfInstances(
      int limit, Optional<String> marker, Optional<VnfInstance.State> state);

  /// @throws UnknownInstanceException if there is none with this id
  void deleteVnfInstance(String id);

  /// Begins to heal an instance.
  ///
  /// @return the instance, healing
  /// @throws UnknownInstanceException if there is none with this id
  VnfInstance healVnfInstance(String id);
}
