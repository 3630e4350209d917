/// A small orchestrator of network functions: an HTTP API with several workers, and a conductor
/// that moves records along.
///
/// ```
/// client → VnfInstancesApi → RemoteConductor → message bus → DatabaseConductor → database
///                                                            VnfManager (periodic tasks) ↗
/// ```
///
/// Read [OrchestratorApi], [OrchestratorConductor] and [Demo] first: they are the programs.
/// Everything that the API wants of the conductor goes through the interface [Conductor].
@NullMarked
package dev.perennial.examples.orchestrator;

import org.jspecify.annotations.NullMarked;
