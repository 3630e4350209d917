package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.perennial.service.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies of which a handler reads a part.
@Timeout(60)
class UnreadBodiesTest {

  @RegisterExtension private final TestServices services = new TestServices();

  private final AtomicInteger held = new AtomicInteger();

  private static Response answer(Request request) throws IOException {
    return switch (request.path()) {
      case "/part" -> Response.text(200, "" + request.body().readNBytes(3).length);
      case "/closed" -> {
        try (InputStream body = request.body()) {
          yield Response.text(200, "" + body.readNBytes(3).length);
        }
      }
      case "/streamed" ->
          Response.stream(
              200, "text/plain", out -> out.write('0' + request.body().read(new byte[3])));
      default -> Response.text(200, "0");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"/part", "/closed", "/streamed"})
  void a_connection_goes_on_behind_what_nobody_has_read(String path) throws Exception {
    HttpService service = services.start(b -> b.handler(UnreadBodiesTest::answer));
    try (WireClient client = WireClient.of(service)) {
      for (int i = 0; i < 3; i++) {
        WireClient.Answer answer = client.post(path, "text/plain", "abcdef");
        assertEquals("3", answer.body());
        assertFalse(answer.closes());
      }
    }
  }

  @Test
  void a_buffer_of_which_a_part_was_read_is_given_back() throws Exception {
    try (SocketChannel channel = SocketChannel.open()) {
      JettyRequest asked = asked(channel);
      assertEquals(3, asked.body().readNBytes(3).length);
      assertEquals(1, held.get());
      asked.release();
      assertEquals(0, held.get());
      asked.release();
      assertEquals(0, held.get());
    }
  }

  private JettyRequest asked(SocketChannel channel) {
    org.eclipse.jetty.server.Request request =
        Fakes.of(
            org.eclipse.jetty.server.Request.class,
            (method, _) ->
                switch (method) {
                  case "getLength" -> 100L;
                  case "getHeaders" -> HttpFields.EMPTY;
                  case "read" -> chunk();
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
    RequestCount count = RequestCount.of(Metrics.unseen(), "api");
    Exchange exchange =
        new Exchange(request, endPoint, Fakes.ORIGIN, new DrainWatch(), count, Optional.empty());
    Bodies bodies = new Bodies(1000, new RequestGate(HttpLimits.DEFAULTS), new BodyMemory(1000));
    return new JettyRequest(request, bodies, exchange, false);
  }

  private Content.Chunk chunk() {
    held.incrementAndGet();
    return Content.Chunk.from(ByteBuffer.allocate(10), false, held::decrementAndGet);
  }
}
