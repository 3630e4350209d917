package dev.perennial.http;

import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.Content;

/// A body whose reader waits for its client without holding up others.
record PatientSource(Content.Source body, Place place) implements Content.Source {

  @Override
  public Content.Chunk read() {
    return body.read();
  }

  // Waits here, so that whoever calls and waits then does not wait any more.
  @Override
  public void demand(Runnable come) {
    CountDownLatch more = new CountDownLatch(1);
    body.demand(() -> {
      come.run();
      more.countDown();
    });
    place.await(more);
  }

  @Override
  public void fail(Throwable failure) {
    body.fail(failure);
  }
}
