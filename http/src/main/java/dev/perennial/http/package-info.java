/// HTTP services.
///
/// ```
/// accept (one platform thread) → connection → filters → router → Handler.handle (virtual thread) → response
/// ```
///
/// A [Handler] answers a [Request] with a [Response] or throws an [HttpError]; a [Filter] stands
/// around handlers; a [Router] finds the handler of a path. [HttpService] runs them all as a
/// service; [HttpServer] is the engine inside it.
///
/// The listening socket belongs to somebody else and is shared with other processes: it is never
/// closed, never made non-blocking and its file is never removed. Whoever drains a service loses no
/// request: what was accepted is answered, and a connection is closed only after a quiet second.
///
/// Threads: one platform thread accepts for each socket (`http-accept-…`). All else runs on virtual
/// threads (`http-…`): one at a time waits for connections that have something to say, lets another
/// one go on waiting, and serves the connection itself.
///
/// A [NonBlockingHandler] is asked by the thread that reads, which then goes on reading itself.
///
/// Read [Handler] and [Router] first, then [HttpService]; the drain is in `DrainWatch`,
/// `HttpEndPoint` and `Acceptor`.
package dev.perennial.http;
