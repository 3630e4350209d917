package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.Metrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeTest {

  private static final HttpFields CHUNKED =
      HttpFields.build().put(HttpHeader.TRANSFER_ENCODING, "chunked");

  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicInteger reads = new AtomicInteger();

  private final Metrics metrics = Metrics.unseen();

  private SocketChannel channel;

  @BeforeEach
  void open() throws IOException {
    channel = SocketChannel.open();
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
  }

  // Of which as many chunks of a size as wanted have come.
  private Exchange withBody(int chunks, int size) {
    Request request =
        Fakes.of(
            Request.class,
            (method, _) ->
                switch (method) {
                  case "getLength" -> -1L;
                  case "getHeaders" -> CHUNKED;
                  case "getBeginNanoTime" -> System.nanoTime() - 2 * HOUR.toNanos();
                  case "getHeadersNanoTime" -> System.nanoTime();
                  case "getMethod" -> "POST";
                  case "getHttpURI" -> HttpURI.from("/");
                  case "read" ->
                      Content.Chunk.from(
                          ByteBuffer.allocate(size), reads.incrementAndGet() == chunks);
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
            ConnectionEnds.of(metrics, "api"));
    RequestCount count = RequestCount.of(metrics, "api");
    Exchange exchange =
        new Exchange(request, endPoint, Fakes.ORIGIN, new DrainWatch(), count, Optional.empty());
    assertTrue(exchange.begin());
    return exchange;
  }

  private long observed() {
    return metrics.series().stream()
        .filter(series -> series.name().equals("http_request_duration_seconds"))
        .mapToLong(series -> series.values().getLast())
        .sum();
  }

  @Test
  void a_body_that_has_come_is_thrown_away() {
    assertTrue(withBody(20, 8192).discardBody());
    assertEquals(20, reads.get());
  }

  @Test
  void a_body_that_comes_as_fast_as_it_is_thrown_away_is_left() {
    assertFalse(withBody(10_000, 8192).discardBody());
    assertTrue(reads.get() < 100);
  }

  @Test
  void a_body_in_tiny_chunks_is_thrown_away_like_any_other() {
    assertTrue(withBody(1000, 1).discardBody());
    assertFalse(withBody(100_000, 1).discardBody());
    assertTrue(reads.get() < 20_000);
  }

  @Test
  void a_client_that_takes_its_time_for_the_headers_makes_no_request_slow() {
    Exchange exchange = withBody(1, 1);
    assertTrue(exchange.inFlight().age().compareTo(HOUR) < 0);
    exchange.end();
    assertTrue(observed() < HOUR.toNanos());
  }
}
