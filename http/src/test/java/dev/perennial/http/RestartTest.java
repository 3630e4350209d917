package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.BoundSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartTest {

  @RegisterExtension private final TestServices services = new TestServices();

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();

  @Test
  @Timeout(60)
  void twenty_restarts_in_place_lose_nothing() throws Exception {
    BoundSocket socket = Sockets.tcp();
    HttpService service =
        HttpService.builder("api")
            .listen(socket.address())
            .handler(request -> Response.text(200, request.path()))
            .build();
    service.bind(List.of(socket));
    service.start();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      clients.add(Thread.ofPlatform().start(() -> oneShots(socket)));
      clients.add(Thread.ofPlatform().start(() -> keepAlive(socket)));
    }
    for (int i = 0; i < 20; i++) {
      int before = answered.get();
      service.drain(Deadline.after(Duration.ofSeconds(10)));
      service.stop();
      service.start();
      Await.until("clients go on", () -> answered.get() > before + 20 || !lost.isEmpty());
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    service.stop();
    socket.channel().close();
    assertEquals(List.of(), List.copyOf(lost));
    assertTrue(answered.get() > 400, answered + " answered");
  }

  @Test
  void each_start_takes_the_options_that_there_are_then() throws Exception {
    AtomicReference<HttpOptions> options = new AtomicReference<>(HttpOptions.DEFAULTS);
    HttpService service =
        services.start(builder ->
            builder
                .options(options::get)
                .handler(request -> Response.bytes(200, "text/plain", request.bytes())));
    assertEquals(200, posted(service));
    options.set(HttpOptions.DEFAULTS.withMaxBodyBytes(3));
    assertEquals(200, posted(service));
    service.stop();
    service.start();
    assertEquals(413, posted(service));
  }

  private static int posted(HttpService service) throws IOException {
    try (WireClient client = WireClient.connect(service.boundAddresses().getFirst())) {
      return client.post("/", "text/plain", "more than three").status();
    }
  }

  private void oneShots(BoundSocket socket) {
    while (!over.get()) {
      try (WireClient client = WireClient.connect(socket.address())) {
        client.send("GET /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        check("/one", client.read());
      } catch (IOException failure) {
        lost.add("one-shot: " + failure);
      }
    }
  }

  private void keepAlive(BoundSocket socket) {
    while (!over.get()) {
      try (WireClient client = WireClient.connect(socket.address())) {
        boolean open = true;
        while (open && !over.get()) {
          WireClient.Answer answer = client.get("/more");
          check("/more", answer);
          open = !answer.closes();
        }
      } catch (IOException failure) {
        lost.add("keep-alive: " + failure);
      }
    }
  }

  private void check(String expected, WireClient.Answer answer) {
    if (answer.status() == 200 && answer.body().equals(expected)) {
      answered.incrementAndGet();
    } else {
      lost.add(answer.toString());
    }
  }
}
