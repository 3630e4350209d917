package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.http.HttpService;
import dev.perennial.http.Response;
import dev.perennial.http.Router;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ServiceLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The metrics of a program, read by the parser of Prometheus' Python client.
class PrometheusTest {

  private static final String PLACE = "metrics are at ";
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path directory;

  @Test
  void the_client_of_prometheus_understands_every_metric() throws Exception {
    String odd = "a \"quoted\" \\ back-slashed\nlabel";
    Metrics.ofProcess().counter("odd_total", "An \\odd\\ one.", "text", odd).add(3);
    JsonNode families = read(scrape());
    JsonNode requests = family(families, "http_requests", "counter");
    assertEquals(2.0, sample(requests, "http_requests_total", "status", "2xx"));
    assertEquals(1.0, sample(requests, "http_requests_total", "status", "4xx"));
    JsonNode durations = family(families, "http_request_duration_seconds", "histogram");
    double all = sample(durations, "http_request_duration_seconds_count", "service", "api");
    assertEquals(3.0, all);
    assertEquals(all, sample(durations, "http_request_duration_seconds_bucket", "le", "+Inf"));
    double sum = sample(durations, "http_request_duration_seconds_sum", "service", "api");
    assertTrue(sum > 0 && sum < PATIENCE_SECONDS, () -> "seconds: " + sum);
    JsonNode inProgress = family(families, "http_requests_in_progress", "gauge");
    assertEquals(0.0, sample(inProgress, "http_requests_in_progress", "worker", "interop"));
    JsonNode oddOne = family(families, "odd", "counter");
    assertEquals("An \\odd\\ one.", oddOne.get("help").asString());
    assertEquals(3.0, sample(oddOne, "odd_total", "text", odd));
  }

  // What a program shows after two right requests and a wrong one.
  private String scrape() throws Exception {
    AtomicReference<String> place = new AtomicReference<>("");
    Logger log = Logger.getLogger("dev.perennial.launcher");
    Handler listener = listener(place);
    log.addHandler(listener);
    Config config =
        Config.program("interop")
            .groups(ServiceOptions.class, LauncherOptions.class)
            .override("launcher", "state_dir", directory.resolve("s").toString())
            .override("launcher", "admin_listen", "127.0.0.1:0")
            .load(new String[0]);
    HttpService api =
        HttpService.builder("api")
            .listen(ListenAddress.tcp("127.0.0.1", 0))
            .handler(Router.builder().get("/", _ -> Response.text(200, "hello")).build())
            .build();
    ServiceLauncher launcher = new ServiceLauncher(config);
    launcher.launchService(api);
    CountDownLatch ready = new CountDownLatch(1);
    launcher.whenReady(_ -> ready.countDown());
    Thread running = Thread.ofPlatform().start(launcher::await);
    try {
      assertTrue(ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "not ready in time");
      String url = "http://" + api.boundAddresses().getFirst().text();
      assertEquals(200, Http.status(url + "/"));
      assertEquals(200, Http.status(url + "/"));
      assertEquals(404, Http.status(url + "/absent"));
      // A duration is known a moment after the client has its answer.
      String text = Http.text(place.get());
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!text.contains("_count{service=\"api\"} 3") && System.nanoTime() < end) {
        text = Http.text(place.get());
      }
      return text;
    } finally {
      launcher.stop();
      running.join();
      log.removeHandler(listener);
    }
  }

  private static Handler listener(AtomicReference<String> place) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        String text = new SimpleFormatter().formatMessage(record);
        if (text.startsWith(PLACE)) {
          place.set(text.substring(PLACE.length()));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  private static final class Http {

    static int status(String url) throws IOException {
      var connection = (java.net.HttpURLConnection) URI.create(url).toURL().openConnection();
      return connection.getResponseCode();
    }

    static String text(String url) throws IOException {
      try (var in = URI.create(url).toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private static JsonNode read(String metrics) throws Exception {
    Path program = Path.of("src/test/resources/prometheus_peer.py").toAbsolutePath();
    Process peer =
        new ProcessBuilder("/usr/bin/python3", "-X", "utf8", program.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = peer.getOutputStream()) {
      out.write(metrics.getBytes(StandardCharsets.UTF_8));
    }
    String answer = new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, peer.waitFor(), () -> "the parser refused:\n" + metrics);
    return JsonMapper.shared().readTree(answer);
  }

  private static JsonNode family(JsonNode families, String name, String type) {
    for (JsonNode family : families) {
      if (family.get("name").asString().equals(name)) {
        assertEquals(type, family.get("type").asString());
        return family;
      }
    }
    throw new AssertionError("no " + name + " in " + families);
  }

  private static double sample(JsonNode family, String name, String label, String value) {
    for (JsonNode sample : family.get("samples")) {
      JsonNode found = sample.get("labels").get(label);
      if (sample.get("name").asString().equals(name)
          && found != null
          && found.asString().equals(value)) {
        return sample.get("value").asDouble();
      }
    }
    throw new AssertionError("no " + name + " with " + label + "=" + value + " in " + family);
  }
}
