package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {

  private final HttpService service =
      HttpService.builder("test")
          .listen(ListenAddress.tcp("127.0.0.1", 0))
          .handler(Router.builder().get("/hello", request -> Response.text(200, "hello")).build())
          .build();
  private final AccessLines log = AccessLines.collect();

  @BeforeEach
  void start() throws Exception {
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
    log.close();
    AccessLines.setLogLevel(Level.INFO);
  }

  private WireClient client() throws IOException {
    return WireClient.connect(service.boundAddresses().getFirst());
  }

  @Test
  void has_the_shape_of_oslo_with_the_request_id_behind() throws Exception {
    try (WireClient client = client()) {
      String id = client.get("/hello?a=1").headers().get("x-openstack-request-id");
      String line = log.await(id);
      assertTrue(
          line.matches(
              "127\\.0\\.0\\.1 \"GET /hello\\?a=1 HTTP/1\\.1\" status: 200  len: 5 time: \\d+\\.\\d{7} "
                  + id),
          line);
    }
  }

  @Test
  void does_not_believe_a_request_about_where_it_comes_from() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /hello HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.1, 10.0.0.2\r\n\r\n");
      client.read();
      assertTrue(log.await("/hello").startsWith("127.0.0.1 \""));
    }
  }

  @Test
  void counts_only_bytes_of_the_body_that_were_sent() throws Exception {
    try (WireClient client = client()) {
      client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
      client.readHead();
      assertTrue(log.await("HEAD /hello").contains("status: 200  len: 0 time:"));
    }
  }

  @Test
  void has_requests_that_the_engine_refused() throws Exception {
    try (WireClient client = client()) {
      client.send("GET /bad HTTP/1.1\r\n\r\n");
      WireClient.Answer answer = client.read();
      String line = log.await("status: 400");
      assertTrue(line.contains("len: " + answer.body().length() + " "), line);
      assertTrue(line.endsWith(answer.headers().get("x-openstack-request-id")), line);
    }
  }

  @Test
  void has_nothing_for_a_connection_without_a_request() throws Exception {
    client().close();
    try (WireClient client = client()) {
      client.get("/hello");
    }
    log.await("/hello");
    assertEquals(1, log.lines.size());
  }

  @Test
  void is_silent_when_its_level_is_off() throws Exception {
    AccessLines.setLogLevel(Level.WARNING);
    try (WireClient client = client()) {
      client.get("/hello");
    }
    Await.until("counted", () -> service.activity().requestsTotal() == 1);
    assertTrue(log.lines.isEmpty());
  }

  @Test
  void goes_to_a_file_of_its_own_instead_if_there_is_one(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("access.log");
    HttpService other =
        HttpService.builder("other")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .options(HttpOptions.DEFAULTS.withAccessLog(file))
            .handler(request -> Response.text(200, "hello"))
            .build();
    other.start();
    try (WireClient client = WireClient.connect(other.boundAddresses().getFirst())) {
      client.get("/elsewhere");
      Await.until("counted", () -> other.activity().requestsTotal() == 1);
    } finally {
      other.stop();
    }
    String line = Files.readString(file);
    assertTrue(line.contains(" 127.0.0.1 \"GET /elsewhere HTTP/1.1\" status: 200  len: 5 "), line);
    assertTrue(log.lines.isEmpty());
  }

  @Test
  void seconds_have_seven_digits_behind_the_point() {
    for (long nanos : new long[] {0, 49, 50, 1_234_567_891L, 59_999_999_999L, 100}) {
      StringBuilder text = new StringBuilder();
      LogFormat.seconds(text, nanos, 7);
      assertEquals(String.format(Locale.ROOT, "%.7f", nanos / 1e9), text.toString());
    }
  }

  @Test
  void a_training_run_is_in_no_log_and_in_no_count(@TempDir Path temp) throws Exception {
    Path log = temp.resolve("access.log");
    HttpService service =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .options(HttpOptions.DEFAULTS.withAccessLog(log))
            .build();
    service.trainingRun();
    assertFalse(Files.exists(log));
    assertEquals(0, service.activity().requestsTotal());
  }
}
