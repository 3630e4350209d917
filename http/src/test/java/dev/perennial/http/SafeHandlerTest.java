package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SafeHandlerTest {

  @RegisterExtension private final TestServices services = new TestServices();

  /// What a database, another server or a task of the program may fail with.
  private static final List<Exception> FAULTS =
      List.of(
          new IllegalStateException("db", new EOFException()),
          new EOFException(),
          new IOException(new TimeoutException()),
          new IllegalStateException("peer", new HttpException.RuntimeException(431, "too long")),
          new IllegalStateException("task", new InterruptedException()));

  @Test
  void a_fault_of_the_server_is_not_blamed_on_the_client_and_is_logged_once() {
    for (Exception fault : FAULTS) {
      try (LogLines log = LogLines.collect()) {
        SafeHandler handler =
            new SafeHandler(_ -> {
              throw fault;
            });
        assertEquals(500, handler.answer(TestRequest.of("GET", "/db")).status(), fault::toString);
        assertEquals(1, log.with("GET /db failed").size(), fault::toString);
      }
    }
  }

  @Test
  void a_handler_that_returns_nothing_is_logged_under_the_id_of_its_answer() throws Exception {
    HttpService service = services.start(b -> b.handler(_ -> nothing()));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      WireClient.Answer answer = client.get("/nothing");
      assertEquals(500, answer.status());
      String id = answer.headers().get("x-openstack-request-id");
      assertEquals(1, log.with(id + ": GET /nothing failed").size());
    }
  }

  // As a handler in a language without the checks of this build may do.
  @SuppressWarnings("NullAway")
  private static Response nothing() {
    return null;
  }

  @Test
  void a_body_that_is_cut_off_is_no_fault_however_its_reader_wraps_that() throws Exception {
    HttpService service =
        services.start(b ->
            b.handler(request -> {
              try {
                return Response.text(200, "" + request.body().readAllBytes().length);
              } catch (IOException lost) {
                throw new IllegalStateException("wrapped", lost);
              }
            }));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      client.endSending();
      assertEquals(400, client.read().status());
      assertEquals(List.of(), log.with("failed"));
    }
  }

  @Test
  void a_handler_that_a_stop_interrupts_is_no_fault() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    HttpService service =
        services.start(b ->
            b.handler(_ -> {
              entered.countDown();
              try {
                return new CompletableFuture<Response>().get();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException("db", stopped);
              }
            }));
    try (LogLines log = LogLines.collect();
        WireClient client = WireClient.of(service)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      entered.await();
      service.stop();
      assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(30))));
      assertEquals(List.of(), log.with("failed"));
    }
  }
}
