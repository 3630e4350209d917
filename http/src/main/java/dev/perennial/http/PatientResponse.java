package dev.perennial.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// A response whose writer waits for its client without holding up others.
final class PatientResponse extends Response.Wrapper {

  private final GatePlace place;
  private volatile @Nullable Throwable failure;

  PatientResponse(Response response, GatePlace place) {
    super(response.getRequest(), response);
    this.place = place;
  }

  /// Why something could not be sent; null if all could.
  @Nullable Throwable failure() {
    return failure;
  }

  // Waits here, so that whoever calls and waits then does not wait any more.
  @Override
  public void write(boolean last, ByteBuffer content, Callback sent) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    super.write(
        last,
        content,
        new Callback.Nested(sent) {
          @Override
          public void failed(Throwable cause) {
            failure = cause;
            super.failed(cause);
          }

          @Override
          public void completed() {
            gone.complete(null);
          }
        });
    if (!gone.isDone()) {
      place.await(gone);
    }
  }
}
