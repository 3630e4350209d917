package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DrainTest {

  /// What a drain waits for when nothing ends it earlier.
  private static final Duration LONG = Duration.ofSeconds(60);

  /// Milliseconds that are far fewer than those, and far more than a busy machine needs.
  private static final long FAR_BEFORE = 30_000;

  /// Less than a request takes whose bytes come one by one.
  private static final Duration QUIET = Duration.ofMillis(2500);

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private BoundSocket socket;
  private HttpService service;

  @BeforeEach
  void start() throws Exception {
    socket = Sockets.tcp();
    service = service("first", socket);
    service.start();
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    service.stop();
    socket.channel().close();
  }

  private HttpService service(String name, BoundSocket on) {
    HttpService made =
        HttpService.builder(name)
            .listen(on.address())
            .handler(
                Router.builder()
                    .get("/name", request -> Response.text(200, name))
                    .get("/slow", request -> slow(Response.text(200, "slow")))
                    .any("/committed", this::committed)
                    .build())
            .build();
    made.bind(List.of(on));
    return made;
  }

  private Response committed(Request request) throws IOException {
    request.bytes();
    return Response.stream(
        200,
        "text/plain",
        out -> {
          out.write('a');
          out.flush();
          slow(Response.empty(200));
          out.write('b');
        });
  }

  private Response slow(Response answer) {
    entered.countDown();
    try {
      release.await();
    } catch (InterruptedException stopped) {
      return Response.empty(503);
    }
    return answer;
  }

  /// Runs a drain beside the test and gives its duration in milliseconds.
  private FutureTask<Long> drain(Duration deadline) {
    FutureTask<Long> drain =
        new FutureTask<>(() -> {
          long begin = System.nanoTime();
          service.drain(Deadline.after(deadline));
          return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        });
    Thread.ofPlatform().daemon().start(drain);
    return drain;
  }

  private void awaitNotAccepting() {
    String name = "http-accept-" + socket.address().text();
    Await.until(
        "accept thread gone",
        () ->
            Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals(name)));
  }

  private WireClient client() throws IOException {
    return WireClient.connect(socket.address());
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  @Test
  void without_connections_it_is_over_at_once() throws Exception {
    assertTrue(drain(LONG).get() < FAR_BEFORE);
  }

  @Test
  void answers_a_request_in_progress_and_closes_behind_it() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      FutureTask<Long> drain = drain(LONG);
      awaitNotAccepting();
      assertFalse(drain.isDone());
      release.countDown();
      WireClient.Answer answer = client.read();
      assertEquals("slow", answer.body());
      assertTrue(answer.closes());
      assertTrue(client.readEnd());
      client.hangUp();
      assertTrue(drain.get() < FAR_BEFORE);
    }
  }

  @Test
  void answers_a_request_on_an_idle_connection_a_moment_later() throws Exception {
    service.closeAfter(LONG);
    try (WireClient client = client()) {
      assertFalse(client.get("/name").closes());
      FutureTask<Long> drain = drain(LONG);
      awaitNotAccepting();
      assertFalse(drain.isDone());
      WireClient.Answer answer = client.get("/name");
      assertEquals("first", answer.body());
      assertTrue(answer.closes());
      assertTrue(client.readEnd());
    }
  }

  @Test
  void closes_an_idle_connection_after_a_quiet_second_and_not_before() throws Exception {
    try (WireClient client = client()) {
      client.get("/name");
      long begin = System.nanoTime();
      FutureTask<Long> drain = drain(LONG);
      assertTrue(client.readEnd());
      long quiet = millisSince(begin);
      assertTrue(quiet >= 1000 && quiet < FAR_BEFORE, quiet + " ms");
      client.hangUp();
      assertTrue(drain.get() < FAR_BEFORE);
    }
  }

  @Test
  void a_peer_that_does_not_close_is_left_after_another_second() throws Exception {
    try (WireClient client = client()) {
      client.get("/name");
      long took = drain(LONG).get();
      assertTrue(took >= 2000 && took < FAR_BEFORE, took + " ms");
    }
  }

  @Test
  void a_request_that_comes_after_the_end_is_not_executed() throws Exception {
    try (WireClient client = client()) {
      client.get("/name");
      FutureTask<Long> drain = drain(LONG);
      assertTrue(client.readEnd());
      client.send("GET /name HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(endsOrBreaks(client));
      drain.get();
      assertEquals(1, service.activity().requestsTotal());
    }
  }

  @Test
  void bytes_of_a_request_keep_its_connection_open() throws Exception {
    try (WireClient client = client()) {
      service.closeAfter(QUIET);
      FutureTask<Long> drain = drain(LONG);
      // Together longer than that, and each pause far shorter.
      for (char part : "GET /name HTTP/1.1\r\nHost: x\r\n\r\n".toCharArray()) {
        assertThrows(TimeoutException.class, () -> drain.get(100, TimeUnit.MILLISECONDS));
        client.send(String.valueOf(part));
      }
      assertEquals("first", client.read().body());
    }
  }

  @Test
  void answers_all_pipelined_requests() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      drain(LONG);
      awaitNotAccepting();
      // Some are in the engine's buffer when the first is answered, some only in the kernel's.
      client.send("GET /name HTTP/1.1\r\nHost: x\r\n\r\n".repeat(300));
      release.countDown();
      assertEquals("slow", client.read().body());
      for (int i = 0; i < 300; i++) {
        WireClient.Answer answer = client.read();
        assertEquals("first", answer.body());
        assertEquals(i == 299, answer.closes(), "answer " + i);
      }
      assertTrue(client.readEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /committed HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /committed HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        "POST /committed HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
      })
  void answers_a_request_that_was_sent_behind_one_with_a_streamed_answer(String first)
      throws Exception {
    service.closeAfter(LONG);
    release.countDown();
    try (WireClient client = client()) {
      drain(LONG);
      awaitNotAccepting();
      client.send(first + "GET /name HTTP/1.1\r\nHost: x\r\n\r\n");
      WireClient.Answer answer = client.read();
      assertEquals("ab", answer.body());
      assertFalse(answer.closes());
      WireClient.Answer next = client.read();
      assertEquals("first", next.body());
      assertTrue(next.closes());
    }
  }

  @Test
  void a_response_that_began_before_leaves_its_connection_idle() throws Exception {
    service.closeAfter(LONG);
    try (WireClient client = client()) {
      client.send("GET /committed HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      drain(LONG);
      awaitNotAccepting();
      release.countDown();
      WireClient.Answer answer = client.read();
      assertEquals("ab", answer.body());
      assertFalse(answer.closes());
      assertTrue(client.get("/name").closes());
    }
  }

  @Test
  void answers_connections_that_were_queued_when_it_began() throws Exception {
    service.closeAfter(LONG);
    try (WireClient one = client();
        WireClient two = client()) {
      drain(LONG);
      awaitNotAccepting();
      assertEquals("first", one.get("/name").body());
      assertEquals("first", two.get("/name").body());
    }
  }

  @Test
  void leaves_a_stuck_handler_at_the_deadline_and_stop_ends_it() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      long took = drain(Duration.ofMillis(700)).get();
      assertTrue(took >= 700 && took < FAR_BEFORE, took + " ms");
      assertEquals(1, service.activity().inFlight());
      service.stop();
      assertTrue(service.awaitStopped(Deadline.after(LONG)));
      assertEquals(503, client.read().status());
    }
  }

  private static boolean endsOrBreaks(WireClient client) {
    try {
      return client.readEnd();
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void stop_cuts_a_drain_short() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      FutureTask<Long> drain = drain(LONG);
      awaitNotAccepting();
      service.stop();
      assertTrue(drain.get() < FAR_BEFORE);
    }
  }

  @Test
  void another_service_on_the_same_socket_goes_on() throws Exception {
    HttpService second = service("second", socket);
    second.start();
    try {
      service.drain(Deadline.after(Duration.ofSeconds(10)));
      service.stop();
      assertTrue(socket.channel().isOpen() && socket.channel().isBlocking());
      assertTrue(Sockets.isBlocking((ListenAddress.Tcp) socket.address()));
      for (int i = 0; i < 20; i++) {
        try (WireClient client = client()) {
          assertEquals("second", client.get("/name").body());
        }
      }
    } finally {
      second.stop();
    }
  }

  @Test
  void connections_wait_in_the_queue_until_the_next_start() throws Exception {
    service.drain(Deadline.after(Duration.ofSeconds(10)));
    service.stop();
    try (WireClient client = client()) {
      client.send("GET /name HTTP/1.1\r\nHost: x\r\n\r\n");
      service.start();
      assertEquals("first", client.read().body());
    }
  }

  @Test
  void a_socket_of_its_own_is_closed_by_the_drain_and_bound_again_by_the_next_start()
      throws Exception {
    HttpService alone =
        HttpService.builder("alone").listen(ListenAddress.tcp("127.0.0.1", 0)).build();
    alone.start();
    ListenAddress address = alone.boundAddresses().getFirst();
    alone.drain(Deadline.after(Duration.ofSeconds(10)));
    assertThrows(ConnectException.class, () -> WireClient.connect(address));
    alone.stop();
    alone.start();
    try (WireClient client = WireClient.connect(address)) {
      assertEquals(404, client.get("/").status());
    }
    alone.stop();
  }

  @Test
  void nudges_are_no_requests() throws Exception {
    try (AccessLines log = AccessLines.collect()) {
      for (int i = 0; i < 10; i++) {
        service.drain(Deadline.after(Duration.ofSeconds(10)));
        service.stop();
        service.start();
      }
      assertEquals(0, service.activity().requestsTotal());
      assertTrue(log.lines.isEmpty());
    }
  }
}
