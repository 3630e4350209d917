/// The contract between a service and whatever runs it.
///
/// A [Service] starts, drains, stops and is reset; [BaseService] is one that already works and owns
/// a group of tasks; [ListeningService] also accepts connections, on [BoundSocket]s that somebody
/// else has bound. A [ServiceGroup] starts several in order and ends them in reverse.
///
/// Nothing here knows of processes, signals or HTTP: a service runs the same in a test, in one
/// process and in a worker.
///
/// Read [Service] first, then [BaseService] and [ServiceGroup].
package dev.perennial.service;
