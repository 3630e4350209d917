/// The layer of Tacker: what a control plane's `main` needs.
///
/// [RpcService] stands for a binary that runs on a host. It has a [Manager], whose remote methods
/// others call over the message bus, whose periodic tasks it runs, and for which it reports to the
/// registry of services.
///
/// ```
/// start ─► manager.start ─► initHost ─► initializeServiceHook ─► afterStart ─► consumers ─► reports
///       takeOver ─► periodic tasks
/// drain ─► no task, no consumer ─► running methods and tasks end, replies are sent ─► no report
///        stop ─► manager.stop ─► transport closed
/// ```
///
/// [ApiService] is an HTTP API whose filters and applications stand in `api-paste.ini`.
///
/// Read [RpcService] and [Manager] first.
package dev.perennial.daemon;
