package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientGoneTest {

  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir Path folder;

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private HttpService service =
      HttpService.builder("api").listen(ListenAddress.tcp("127.0.0.1", 0)).build();

  @AfterEach
  void stop() {
    release.countDown();
    service.stop();
  }

  // Works until it is released or interrupted, after it has read what the client sent.
  private Response work(Request request) throws Exception {
    return awaitEnd("" + request.bytes().length);
  }

  private Response awaitEnd(String said) throws Exception {
    entered.countDown();
    try {
      release.await();
      return Response.text(200, "done " + said);
    } catch (InterruptedException gone) {
      interrupted.countDown();
      throw gone;
    }
  }

  private ListenAddress start(HttpService.Builder builder) throws Exception {
    return start(builder, this::work);
  }

  private ListenAddress start(HttpService.Builder builder, Handler handler) throws Exception {
    service = builder.listen(ListenAddress.tcp("127.0.0.1", 0)).handler(handler).build();
    service.start();
    return service.boundAddresses().getFirst();
  }

  private ListenAddress startCancelling() throws Exception {
    return start(HttpService.builder("api").filter(new CancelWhenClientGoes()));
  }

  private static Socket socket(ListenAddress address) throws Exception {
    return new Socket(InetAddress.getLoopbackAddress(), ((ListenAddress.Tcp) address).port());
  }

  private void awaitInterrupted() throws InterruptedException {
    assertTrue(interrupted.await(30, TimeUnit.SECONDS), "the handler goes on");
    Await.until("nothing in progress", () -> service.activity().inFlight() == 0);
  }

  @Test
  void a_handler_is_interrupted_when_its_client_closes() throws Exception {
    ListenAddress address = startCancelling();
    try (WireClient client = WireClient.connect(address)) {
      client.send(GET);
      entered.await();
    }
    awaitInterrupted();
  }

  @Test
  void a_handler_that_asks_for_a_body_which_there_is_not_is_interrupted() throws Exception {
    ListenAddress address =
        start(
            HttpService.builder("api")
                .filter(new CancelWhenClientGoes())
                .filter((request, next) -> {
                  request.body();
                  return next.handle(request);
                })
                .filter(new SizeLimitFilter(1000)),
            request -> awaitEnd(""));
    try (WireClient client = WireClient.connect(address)) {
      client.send(GET);
      entered.await();
    }
    awaitInterrupted();
  }

  @Test
  void a_handler_is_interrupted_when_its_client_resets_behind_a_body() throws Exception {
    ListenAddress address = startCancelling();
    try (Socket client = socket(address)) {
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      String request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      entered.await();
    }
    awaitInterrupted();
  }

  @Test
  void a_handler_is_interrupted_when_its_client_closes_tls() throws Exception {
    TestTls.fill(folder, "server");
    ListenAddress address =
        start(
            HttpService.builder("api")
                .tls(TestTls.config(folder))
                .filter(new CancelWhenClientGoes()));
    try (WireClient client = WireClient.secure(address, TestTls.client())) {
      client.send(GET);
      entered.await();
    }
    awaitInterrupted();
  }

  @Test
  void a_client_that_closes_its_own_side_gets_the_answer_of_a_handler_that_did_not_ask()
      throws Exception {
    ListenAddress address = start(HttpService.builder("api"));
    try (Socket client = socket(address)) {
      client.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
      entered.await();
      client.shutdownOutput();
      release.countDown();
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.endsWith("done 0"), answer);
      assertEquals(1, interrupted.getCount());
    }
  }

  @Test
  void a_client_that_waits_and_sends_its_next_request_loses_nothing() throws Exception {
    ListenAddress address = startCancelling();
    try (WireClient client = WireClient.connect(address)) {
      client.send(GET);
      entered.await();
      client.send(GET + GET);
      CountDownLatch looked = new CountDownLatch(1);
      // Long enough for the watch to have looked and found the next requests.
      assertFalse(looked.await(300, TimeUnit.MILLISECONDS));
      release.countDown();
      for (int i = 0; i < 3; i++) {
        assertEquals("done 0", client.read().body());
      }
      assertEquals(1, interrupted.getCount());
    }
  }
}
