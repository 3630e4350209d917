package dev.perennial.http;

/// Answers requests. Blocking code: every call has a virtual thread for itself, so it may wait, and
/// it must be safe to be called by many threads at once. A thread may answer further requests
/// afterwards, so nothing must be left behind in a `ThreadLocal`.
@FunctionalInterface
public interface Handler {

  /// Answers one request.
  ///
  /// @param request what was asked
  /// @return what to send
  /// @throws HttpError to answer with a JSON problem document
  /// @throws Exception any other failure; the client gets 500 without details, the log gets the
  ///   stack trace and the request id
  Response handle(Request request) throws Exception;
}
