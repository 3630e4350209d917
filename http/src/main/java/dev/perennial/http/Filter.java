package dev.perennial.http;

import java.util.List;

/// Stands around handlers: sees a request before them and their response after them, and may answer
/// in their place.
@FunctionalInterface
public interface Filter {

  /// Handles one request, usually by calling `next`.
  ///
  /// @param request what was asked
  /// @param next the rest of the way to the handler
  /// @return what to send
  /// @throws Exception as [Handler#handle(Request)]
  Response filter(Request request, Handler next) throws Exception;

  /// Puts filters around a handler.
  ///
  /// @param filters the filters, the outermost first
  /// @param last the handler in the middle
  /// @return all of them as one handler
  static Handler around(List<Filter> filters, Handler last) {
    Handler chain = last;
    for (Filter filter : filters.reversed()) {
      Handler next = chain;
      chain = request -> filter.filter(request, next);
    }
    return chain;
  }
}
