package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeTest {

  private final AtomicInteger reads = new AtomicInteger();

  private SocketChannel channel;

  @BeforeEach
  void open() throws IOException {
    channel = SocketChannel.open();
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  // Of which as many chunks as wanted have come.
  private Exchange withBody(int chunks) {
    Request request =
        Fakes.of(
            Request.class,
            (method, _) ->
                switch (method) {
                  case "getLength" -> -1L;
                  case "read" ->
                      Content.Chunk.from(ByteBuffer.allocate(1), reads.incrementAndGet() == chunks);
                  default -> null;
                });
    HttpEndPoint endPoint =
        new HttpEndPoint(
            channel,
            null,
            null,
            new ScheduledExecutorScheduler(),
            Runnable::run,
            new Pace(HttpTimeouts.DEFAULTS, 0, false),
            ConnectionEnds.of(Metrics.unseen(), "api"));
    assertTrue(endPoint.beginRequest());
    RequestCount count = RequestCount.of(Metrics.unseen(), "api");
    return Exchange.begin(request, endPoint, new DrainWatch(), count, Optional.empty());
  }

  @Test
  void a_body_that_has_come_is_thrown_away() {
    assertTrue(withBody(20).discardBody());
    assertEquals(20, reads.get());
  }

  @Test
  void a_body_that_comes_as_fast_as_it_is_thrown_away_is_left() {
    assertFalse(withBody(10_000).discardBody());
    assertTrue(reads.get() < 100);
  }
}
