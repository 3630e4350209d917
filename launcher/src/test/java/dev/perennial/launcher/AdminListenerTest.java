package dev.perennial.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class AdminListenerTest {

  private static HttpResponse<String> ask(AdminListener listener, String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://" + listener.address() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void metrics_are_read_over_http_and_nothing_else_is() throws Exception {
    try (AdminListener listener =
        AdminListener.start(new HostPort("127.0.0.1", 0), () -> "a_total 1\n")) {
      HttpResponse<String> answer = ask(listener, "GET", "/metrics");
      assertEquals(200, answer.statusCode());
      assertEquals("a_total 1\n", answer.body());
      assertEquals(
          "text/plain; version=0.0.4; charset=utf-8",
          answer.headers().firstValue("Content-Type").orElseThrow());
      assertEquals("", ask(listener, "HEAD", "/metrics").body());
      assertEquals(405, ask(listener, "POST", "/metrics").statusCode());
      assertEquals(404, ask(listener, "GET", "/").statusCode());
    }
  }

  @Test
  void only_this_machine_may_read_them() {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      IOException refused =
          assertThrows(
              IOException.class, () -> AdminListener.start(new HostPort(host, 0), () -> ""));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("everybody could read it there"),
          () -> host + ": " + refused.getMessage());
    }
  }

  @Test
  void a_port_that_is_taken_is_named() throws Exception {
    try (AdminListener first = AdminListener.start(new HostPort("127.0.0.1", 0), () -> "")) {
      IOException refused =
          assertThrows(IOException.class, () -> AdminListener.start(first.address(), () -> ""));
      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith("[launcher] admin_listen = " + first.address() + ": "),
          refused.getMessage());
    }
  }
}
