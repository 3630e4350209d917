package dev.perennial.http;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;

/// A body whose reader waits for its client without holding up others.
record PatientSource(Content.Source body, GatePlace place) implements Content.Source {

  @Override
  public Content.Chunk read() {
    Content.Chunk chunk = body.read();
    return Content.Chunk.isFailure(chunk) ? LostBody.in(chunk) : chunk;
  }

  // Waits here, so that whoever calls and waits then does not wait any more. The engine asks a
  // thread of its own to run what may wait, so it is told that this does so no more than the other.
  @Override
  public void demand(Runnable come) {
    CompletableFuture<Void> more = new CompletableFuture<>();
    Runnable both =
        () -> {
          come.run();
          more.complete(null);
        };
    body.demand(Invocable.from(Invocable.getInvocationType(come), both));
    place.await(more);
  }

  // By a stream that is closed before its end. What is left is thrown away with the response, if it
  // has come, and the connection goes on.
  @Override
  public void fail(Throwable failure) {}
}
