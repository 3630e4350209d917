package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Bodies that are collected: all of them together have a limit, also if no single one is too
/// large.
@Timeout(60)
class BodiesTest {

  private static final int MOST = 20_000;

  @RegisterExtension private final TestServices services = new TestServices();

  @FunctionalInterface
  interface Moment {
    void await() throws Exception;
  }

  /// Has a client hold most of the room, so that another one has none until the first is answered.
  ///
  /// @param service echoes what is sent to `/echo`
  /// @param most bytes of all bodies
  /// @param held when the first client holds its own
  static void assertLimited(HttpService service, int most, Moment held) throws Exception {
    try (WireClient first = WireClient.of(service);
        WireClient other = WireClient.of(service)) {
      first.send(head(most) + "a".repeat(most - 1));
      held.await();
      WireClient.Answer refusal = other.post("/echo", "text/plain", "bb");
      assertEquals(503, refusal.status());
      assertEquals("1", refusal.headers().get("retry-after"));
      first.send("a");
      assertEquals(most, first.read().body().length());
      assertEquals("bb", first.post("/echo", "text/plain", "bb").body());
    }
  }

  private static String head(int length) {
    return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
  }

  @Test
  void a_handler_that_collects_has_no_room_beyond_the_limit() throws Exception {
    CountDownLatch collected = new CountDownLatch(1);
    HttpLimits limits = new HttpLimits(1 << 20, 16384, 100, 8192, 10, 10, MOST);
    HttpService service =
        services.start(
            b -> b.options(HttpOptions.DEFAULTS.with(limits)).handler(r -> echo(r, collected)));
    assertLimited(service, MOST, collected::await);
  }

  private static Response echo(Request request, CountDownLatch collected) throws Exception {
    byte[] most = request.body().readNBytes(MOST - 1);
    if (most.length == MOST - 1) {
      collected.countDown();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(most);
    all.writeBytes(request.bytes());
    return Response.bytes(200, "text/plain", all.toByteArray());
  }

  @Test
  void a_body_that_is_alone_may_be_larger_and_one_that_is_read_in_pieces_is_not_counted()
      throws Exception {
    HttpLimits limits = new HttpLimits(1 << 20, 16384, 100, 8192, 10, 10, 10);
    HttpService service =
        services.start(b ->
            b.options(HttpOptions.DEFAULTS.with(limits))
                .handler(
                    Router.builder()
                        .post("/echo", r -> Response.bytes(200, "text/plain", r.bytes()))
                        .post("/count", r -> Response.text(200, "" + count(r)))
                        .build()));
    try (WireClient alone = WireClient.of(service);
        WireClient streams = WireClient.of(service)) {
      assertEquals(MOST, alone.post("/echo", "text/plain", "a".repeat(MOST)).body().length());
      assertEquals("" + MOST, streams.post("/count", "text/plain", "a".repeat(MOST)).body());
    }
  }

  private static long count(Request request) throws Exception {
    long count = 0;
    byte[] piece = new byte[100];
    for (int n = request.body().read(piece); n >= 0; n = request.body().read(piece)) {
      count += n;
    }
    return count;
  }

  @Test
  void what_is_given_back_is_there_for_others() {
    BodyMemory memory = new BodyMemory(10);
    BodyMemory.Share one = memory.share();
    BodyMemory.Share two = memory.share();
    one.take(8);
    assertEquals(503, refused(two, 3));
    two.take(2);
    one.release();
    one.release();
    two.take(100);
  }

  private static int refused(BodyMemory.Share share, int bytes) {
    try {
      share.take(bytes);
      return 200;
    } catch (HttpError full) {
      return full.status();
    }
  }
}
