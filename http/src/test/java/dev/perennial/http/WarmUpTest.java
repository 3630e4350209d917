package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WarmUpTest {

  private static HttpService.Builder service() {
    return HttpService.builder("warmed").listen(ListenAddress.tcp("127.0.0.1", 0));
  }

  @Test
  void a_service_asks_itself_in_turn_for_what_it_was_told() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    service()
        .warmUp(
            request -> {
              asked.add(request.path());
              return Response.text(200, "warm");
            },
            "/a",
            "/b")
        .build()
        .warmUp();
    assertEquals("/a", asked.getFirst());
    assertTrue(Set.of("/a", "/b").containsAll(asked), asked::toString);
    assertTrue(asked.size() <= 1000, asked.size() + " requests");
  }

  @Test
  void a_warm_up_is_in_no_log_and_in_no_count(@TempDir Path temp) throws Exception {
    Path log = temp.resolve("access.log");
    HttpService service = service().options(HttpOptions.DEFAULTS.withAccessLog(log)).build();
    service.warmUp();
    assertFalse(Files.exists(log));
    assertEquals(0, service.activity().requestsTotal());
    assertFalse(Metrics.ofProcess().series().toString().contains("loopback"));
  }

  @Test
  void filters_have_no_part_in_it() throws Exception {
    AtomicInteger filtered = new AtomicInteger();
    service()
        .filter((request, next) -> {
          filtered.incrementAndGet();
          return next.handle(request);
        })
        .build()
        .warmUp();
    assertEquals(0, filtered.get());
  }

  @Test
  void it_ends_when_its_time_is_over() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    LoopbackExchange exchange =
        new LoopbackExchange(
            _ -> Response.text(200, "" + asked.incrementAndGet()),
            HttpOptions.DEFAULTS,
            List.of("/"));
    exchange.repeatedly(100, 10, Deadline.after(Duration.ZERO));
    assertEquals(0, asked.get());
    exchange.repeatedly(3, 10, Deadline.never());
    assertEquals(30, asked.get());
  }

  @Test
  void an_answer_that_is_none_is_told() {
    HttpService service = service().warmUp(_ -> Response.text(404, "no"), "/missing").build();
    IOException failure = assertThrows(IOException.class, service::warmUp);
    assertEquals("GET /missing was answered with HTTP/1.1 404", failure.getMessage());
  }
}
