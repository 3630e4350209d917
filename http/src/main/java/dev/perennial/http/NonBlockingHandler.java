package dev.perennial.http;

import java.util.concurrent.CompletionStage;

/// Answers requests without ever waiting, for a service whose answers are at hand or come by
/// themselves; see [HttpService.Builder#nonBlocking(NonBlockingHandler)]. Where anything has to be
/// waited for, a [Handler] is the better choice: its waiting costs next to nothing, and it can be
/// read.
@FunctionalInterface
public interface NonBlockingHandler {

  /// Answers one request, on the thread that has read it: connections whose requests it has not
  /// read yet wait meanwhile.
  ///
  /// @param request what was asked, its body at hand
  /// @return what to send, now or later; completed by any thread, with a body that is at hand or
  ///   with a failure as a [Handler] may throw it; cancelled if nobody waits for it any more, see
  ///   [Request#onClientGone(Runnable)]
  /// @throws Exception what a [Handler] may throw, with the same answer
  CompletionStage<Response> handle(Request request) throws Exception;
}
