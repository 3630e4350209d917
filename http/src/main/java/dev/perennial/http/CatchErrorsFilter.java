package dev.perennial.http;

/// Answers a failure where it stands in a pipeline, as `catch_errors` of `oslo.middleware` does:
/// the filters before it see an answer then. Otherwise the server does it before all filters.
final class CatchErrorsFilter implements Filter {

  @Override
  public Response filter(Request request, Handler next) throws Exception {
    try {
      return next.handle(request);
    } catch (Throwable failure) {
      // Who has interrupted the handler answers for it.
      if (SafeHandler.isInterruption(failure)) {
        throw failure;
      }
      return SafeHandler.answerTo(failure, request);
    }
  }
}
