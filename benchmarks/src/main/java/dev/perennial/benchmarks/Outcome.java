package dev.perennial.benchmarks;

/// How a request ended. All but [#OK] is lost.
///
/// The clients are careful ones: they look before each request whether the server has closed their
/// connection, and connect anew then; they obey `Connection: close`; they send nothing twice. None
/// pauses for longer than 20 ms, so no server can say that it closed an idle connection.
enum Outcome {
  /// Status 200 and a whole body.
  OK,
  /// No connection could be made.
  REFUSED,
  /// The connection ended before the first byte of an answer.
  RESET,
  /// The connection ended inside an answer, or something else than an answer came.
  BROKEN,
  /// No whole answer within 20 s.
  TIMED_OUT,
  /// Another status, such as 503.
  OTHER_STATUS
}
