package dev.perennial.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A response whose writer waits for its client without holding up others.
final class PatientResponse extends Response.Wrapper {

  private final Place place;

  PatientResponse(Response response, Place place) {
    super(response.getRequest(), response);
    this.place = place;
  }

  // Waits here, so that whoever calls and waits then does not wait any more.
  @Override
  public void write(boolean last, ByteBuffer content, Callback sent) {
    CountDownLatch gone = new CountDownLatch(1);
    super.write(last, content, Callback.from(sent, gone::countDown));
    if (gone.getCount() > 0) {
      place.await(gone);
    }
  }
}
