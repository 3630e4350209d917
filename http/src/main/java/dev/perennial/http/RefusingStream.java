package dev.perennial.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// A request that the engine itself has refused. Once its answer has been sent the connection is
/// not broken off for what is left of the request: a reset would cost the client the answer.
final class RefusingStream extends HttpStream.Wrapper {

  private volatile boolean isWhole;

  RefusingStream(HttpStream wrapped) {
    super(wrapped);
  }

  @Override
  public void send(
      MetaData.Request request,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    super.send(
        request,
        response,
        last,
        content,
        new Callback.Nested(callback) {
          @Override
          public void succeeded() {
            isWhole |= last;
            super.succeeded();
          }
        });
  }

  @Override
  public void failed(Throwable failure) {
    if (isWhole) {
      super.succeeded();
    } else {
      super.failed(failure);
    }
  }
}
