package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// However requests end, there are as many places afterwards as before: one.
@Timeout(60)
class PlacesTest {

  @RegisterExtension private final TestServices services = new TestServices();

  private final Semaphore release = new Semaphore(0);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch lost = new CountDownLatch(1);
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    HttpLimits one = new HttpLimits(1 << 20, 16384, 8192, 1, 0);
    service =
        services.start(b ->
            b.options(HttpOptions.DEFAULTS.with(one))
                .filter(new CancelWhenClientGoes())
                .handler(
                    Router.builder()
                        .get("/hello", _ -> Response.text(200, "hello"))
                        .get("/wait", _ -> await())
                        .get("/throws", _ -> fail())
                        .get("/stream", _ -> Response.stream(200, "text/plain", this::write))
                        .post("/body", this::read)
                        .build()));
  }

  // Exactly one of two requests has a place.
  @AfterEach
  void all_places_are_there() {
    Await.until("nothing in progress", () -> service.activity().inFlight() == 0);
    Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 2; i++) {
      Thread.ofVirtual().start(() -> answers.add(status("/wait")));
    }
    Await.until("one is refused", () -> answers.contains(503));
    Await.until("one runs", release::hasQueuedThreads);
    release.release();
    Await.until("both are answered", () -> answers.size() == 2);
    assertEquals(List.of(200, 503), answers.stream().sorted().toList());
  }

  private int status(String path) {
    try (WireClient client = WireClient.of(service)) {
      return client.get(path).status();
    } catch (IOException unexpected) {
      return 0;
    }
  }

  private Response await() throws InterruptedException {
    release.acquire();
    return Response.text(200, "waited");
  }

  private static Response fail() {
    throw new IllegalStateException("on purpose");
  }

  private Response read(Request request) throws IOException {
    begun.countDown();
    return Response.text(200, "" + request.bytes().length);
  }

  private void write(OutputStream out) throws IOException {
    begun.countDown();
    try {
      out.write(new byte[32 << 20]);
    } catch (IOException gone) {
      lost.countDown();
      throw gone;
    }
  }

  // A request that is begun waits for its client, and has left its place to others.
  private void awaitLeft() throws InterruptedException {
    begun.await();
    Await.until("another has the place", () -> status("/hello") == 200);
  }

  @Test
  void a_handler_that_throws_gives_its_place_back() {
    assertEquals(500, status("/throws"));
    assertEquals(500, status("/throws"));
  }

  @Test
  void a_handler_that_is_interrupted_gives_its_place_back() throws Exception {
    try (WireClient client = WireClient.of(service)) {
      client.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      Await.until("it waits", release::hasQueuedThreads);
    }
  }

  @Test
  void a_body_whose_client_is_lost_outside_its_place_leaves_one_place() throws Exception {
    try (WireClient client = WireClient.of(service)) {
      client.send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
      awaitLeft();
    }
  }

  @Test
  void a_response_whose_client_is_lost_outside_its_place_leaves_one_place() throws Exception {
    try (Socket client = Sockets.narrow(TestServices.port(service))) {
      String request = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      awaitLeft();
    }
    lost.await();
  }
}
