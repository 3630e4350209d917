package dev.perennial.examples.orchestrator;

import dev.perennial.registry.DatabaseUnavailableException;
import dev.perennial.rpc.Endpoint;
import java.util.List;
import java.util.Optional;

/// What the API asks of the conductor over the message bus, in the words of Tacker. Safe to be
/// called by many threads.
///
/// What a method declares is an answer: the conductor logs no stack trace of it.
@Endpoint(version = "1.0")
interface Conductor {

  /// @throws DatabaseUnavailableException if the conductor cannot use its database
  VnfInstance createVnfInstance(String name) throws DatabaseUnavailableException;

  /// @throws UnknownInstanceException if there is none with this id
  VnfInstance getVnfInstance(String id)
      throws UnknownInstanceException, DatabaseUnavailableException;

  /// A page of instances, the oldest first.
  ///
  /// @param limit how many at most
  /// @param marker id of the last one of the page before; nothing for the first page
  /// @param state only instances in it; nothing for all
  List<VnfInstance> listVnfInstances(
      int limit, Optional<String> marker, Optional<VnfInstance.State> state)
      throws DatabaseUnavailableException;

  /// @throws UnknownInstanceException if there is none with this id
  void deleteVnfInstance(String id) throws UnknownInstanceException, DatabaseUnavailableException;

  /// Begins to heal an instance.
  ///
  /// @return the instance, healing
  /// @throws UnknownInstanceException if there is none with this id
  VnfInstance healVnfInstance(String id)
      throws UnknownInstanceException, DatabaseUnavailableException;
}
