package dev.perennial.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Where the engine hands over: counts the request, names it, has it answered and sends the answer,
/// all on the virtual thread on which it is called.
final class JettyHandler extends Handler.Abstract {

  private final SafeHandler handler;
  private final HttpOptions options;
  private final DrainWatch watch;
  private final RequestCount count;

  JettyHandler(SafeHandler handler, HttpOptions options, DrainWatch watch, RequestCount count) {
    this.handler = handler;
    this.options = options;
    this.watch = watch;
    this.count = count;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpEndPoint endPoint = endPoint(request);
    if (!endPoint.beginRequest()) {
      // It cannot be answered, so it must not be executed either.
      callback.failed(new Request.Handler.AbortException("the connection is being closed"));
      return true;
    }
    Exchange exchange = Exchange.begin(request, endPoint, watch, count);
    try {
      answer(request, response, exchange);
      callback.succeeded();
    } catch (Throwable failure) {
      callback.failed(failure);
    }
    return true;
  }

  private void answer(Request request, Response response, Exchange exchange) throws Exception {
    String id = RequestIds.of(request.getHeaders().get(RequestIds.HEADER));
    request.setAttribute(RequestIds.ATTRIBUTE, id);
    JettyRequest asked = new JettyRequest(request, id, options.maxBodyBytes());
    new ResponseWriter(response, exchange, asked).write(handler.answer(asked));
  }

  private static HttpEndPoint endPoint(Request request) {
    return (HttpEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
