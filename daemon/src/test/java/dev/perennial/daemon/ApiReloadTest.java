package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.Mutated;
import dev.perennial.http.HttpError;
import dev.perennial.http.Response;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A launcher that reloads within one process starts the same service again.
class ApiReloadTest {

  private static final String PIPELINES =
      """
      [composite:tacker]
      use = call:tacker.auth:pipeline_factory
      noauth = app
      keystone = token app

      [filter:token]
      paste.filter_factory = test:token

      [app:app]
      paste.app_factory = test:app
      """;

  @TempDir Path directory;

  private Config config;
  private ApiService service;

  @BeforeEach
  void start() throws Exception {
    writePipelines(PIPELINES);
    writeOptions("auth_strategy = noauth");
    config =
        Config.program("api")
            .groups(ApiService.optionRecords())
            .load(new String[] {"--config-file=" + directory.resolve("api.conf")});
    service =
        ApiService.builder(config, ApiService.DEFAULT_APP)
            .factories(known ->
                known
                    .app("test:app", _ -> _ -> Response.text(200, "hello"))
                    .filter(
                        "test:token",
                        _ ->
                            (_, _) -> {
                              throw new HttpError(401, "a token, please");
                            }))
            .build();
    service.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    service.stop();
    assertTrue(service.awaitStopped(Deadline.after(Duration.ofSeconds(60))));
  }

  private void writePipelines(String text) throws IOException {
    Files.writeString(directory.resolve("api-paste.ini"), text);
  }

  private void writeOptions(String text) throws IOException {
    Files.writeString(
        directory.resolve("api.conf"),
        "[DEFAULT]\nbind_host = 127.0.0.1\nbind_port = 0\n" + text + "\n");
  }

  private void reload() throws Exception {
    assertInstanceOf(Mutated.class, config.reload());
    end();
    service.start();
  }

  private int status(String header) throws IOException {
    URI address = URI.create("http://" + service.boundAddresses().getFirst().text());
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestProperty("X-Header", header);
    return connection.getResponseCode();
  }

  @Test
  void another_auth_strategy_is_in_force_after_a_reload() throws Exception {
    assertEquals(200, status(""));
    writeOptions("auth_strategy = keystone");
    reload();
    assertEquals(401, status(""));
  }

  @Test
  void options_of_http_are_in_force_after_a_reload() throws Exception {
    assertEquals(200, status("x".repeat(300)));
    writeOptions("auth_strategy = noauth\nmax_header_line = 256");
    reload();
    assertEquals(431, status("x".repeat(300)));
  }
}
