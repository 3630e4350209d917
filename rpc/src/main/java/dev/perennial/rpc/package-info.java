/// Remote calls over a message bus.
///
/// - [RpcClient] calls and casts; [RpcServer] runs the methods of [Endpoint]s.
/// - [Target] says where to; [RpcContext] travels along; [ErrorTypes] decides which exceptions do.
/// - [Transport] is the way in between, chosen by the URL that the configuration gives;
///   [TransportProvider] is how one is added.
/// - [Notifier] tells whoever listens what happened; [NotificationListener] listens.
///
/// ```
/// RpcClient ── RpcRequest ──► Transport ── … ──► Transport ── IncomingRequest ──► RpcServer
///     ▲                          │ ReplyWaiters                  RunningRequests ──┤ virtual thread
///     └────────── Reply ─────────┘◄──────────── … ◄── reply ── RequestRunner ◄─────┘ EndpointTable
/// ```
///
/// Read [Transport] first, then `RunningRequests` and `RequestRunner`.
package dev.perennial.rpc;
