package dev.perennial.tests.system;

/// How a request of the load driver ended. Every request ends in exactly one class.
///
/// Everything but [#OK] and [#LATE_ON_IDLE] counts as lost.
enum Outcome {
  /// Status 200, the request's own id, an unharmed body.
  OK,
  /// No connection could be made: nobody listened, the file of the socket was missing, or the
  /// handshake of TLS failed.
  REFUSED,
  /// The connection ended before the first byte of an answer.
  RESET,
  /// The connection ended inside an answer.
  TRUNCATED,
  /// There was no complete answer in time.
  TIMED_OUT,
  /// An answer that is none: another status, another request's id, a damaged body, no HTTP.
  WRONG_ANSWER,
  /// The connection ended before the first byte of an answer, like [#RESET], but it was a kept one
  /// on which nothing had happened for more than a second when the request was sent: the request
  /// and the server's close crossed on the wire. A server may close an idle connection at any time,
  /// and no server can prevent this crossing, so it is counted apart.
  LATE_ON_IDLE;

  boolean isLost() {
    return this != OK && this != LATE_ON_IDLE;
  }
}
