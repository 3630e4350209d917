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
  void whoever_has_taken_a_port_is_named() throws Exception {
    try (AdminListener first = AdminListener.start(new HostPort("127.0.0.1", 0), () -> "")) {
      IOException refused =
          assertThrows(IOException.class, () -> AdminListener.start(first.address(), () -> ""));
      assertEquals(
          "[launcher] admin_listen = %1$s: cannot listen on %1$s: address in use by process %2$d"
                  .formatted(first.address(), ProcessHandle.current().pid())
              + " (java); stop it or choose another port",
          refused.getMessage());
    }
  }

  @Test
  void a_host_that_is_none_is_told_with_those_that_are_possible() {
    HostPort nowhere = new HostPort("nosuchhost.invalid", 80);
    assertEquals(
        "[launcher] admin_listen = nosuchhost.invalid:80: there is no host of this name; use"
            + " 127.0.0.1 or [::1]",
        assertThrows(IOException.class, () -> AdminListener.start(nowhere, () -> "")).getMessage());
  }
}
