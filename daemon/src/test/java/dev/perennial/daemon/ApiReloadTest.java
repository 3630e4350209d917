package dev.perennial.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.Mutated;
import dev.perennial.config.Rejected;
import dev.perennial.http.Handler;
import dev.perennial.http.HttpError;
import dev.perennial.http.Response;
import dev.perennial.schedule.Deadline;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
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

  private final AtomicInteger made = new AtomicInteger();
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
                    .app("test:app", _ -> app())
                    .filter(
                        "test:token",
                        _ ->
                            (_, _) -> {
                              throw new HttpError(401, "a token, please");
                            }))
            .build();
    service.start();
  }

  private Handler app() {
    made.incrementAndGet();
    return _ -> Response.text(200, "hello");
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

  @Test
  void tls_begins_and_ends_as_a_reload_says() throws Exception {
    assertTrue(service.tls().isEmpty());
    writeOptions("auth_strategy = noauth" + files("server.key"));
    reload();
    assertEquals("CN=localhost", service.tls().orElseThrow().subject());
    writeOptions("auth_strategy = noauth\nuse_ssl = false" + files("server.key"));
    reload();
    assertTrue(service.tls().isEmpty());
    assertEquals(200, status(""));
  }

  @Test
  void tls_that_could_not_begin_is_refused() throws Exception {
    writeOptions("auth_strategy = noauth\nuse_ssl = true");
    String refusal = refusal();
    assertTrue(refusal.contains("api.conf:5:11: [DEFAULT] use_ssl needs a certificate"), refusal);
    writeOptions("auth_strategy = noauth" + files("next.key"));
    refusal = refusal();
    assertTrue(refusal.contains("[ssl] key_file: ") && refusal.contains("is not the key"), refusal);
    writeOptions("auth_strategy = noauth\nuse_ssl = false" + files("next.key"));
    reload();
    assertEquals(200, status(""));
  }

  private static String files(String key) {
    Path pem = Path.of("../tls/src/test/resources/pem").toAbsolutePath();
    return "\n[ssl]\ncert_file = " + pem.resolve("server.pem") + "\nkey_file = " + pem.resolve(key);
  }

  @Test
  void a_reload_is_refused_while_the_file_of_pipelines_cannot_be_used() throws Exception {
    writePipelines(PIPELINES.replace("[app:app]", "[app:ap]"));
    String refusal = refusal();
    assertTrue(refusal.contains("api-paste.ini:1: no section 'app'"), refusal);
    assertTrue(refusal.contains("api_paste_config"), refusal);
    assertEquals(200, status(""));
    writePipelines(PIPELINES);
    reload();
    assertEquals(200, status(""));
  }

  @Test
  void what_starts_nothing_again_is_not_refused_for_the_file() throws Exception {
    writePipelines("[nothing");
    assertInstanceOf(Mutated.class, config.mutate());
    config.commit(config.prepareOverride("http", "stall_timeout", "7"));
    refusal();
  }

  @Test
  void a_reload_is_refused_if_the_file_does_not_fit_the_new_options() throws Exception {
    writeOptions("auth_strategy = magic");
    assertTrue(refusal().contains("auth_strategy = magic, but the section offers only"));
    writeOptions("auth_strategy = noauth\napi_paste_config = none.ini");
    assertTrue(refusal().contains("api.conf:5:20: [DEFAULT] api_paste_config: no file 'none.ini'"));
  }

  @Test
  void nothing_but_composites_is_made_for_a_check() throws Exception {
    assertEquals(1, made.get());
    assertInstanceOf(Mutated.class, config.reload());
    assertEquals(1, made.get());
  }

  @Test
  void a_service_that_is_stopped_refuses_no_reload() throws Exception {
    writePipelines("[nothing");
    refusal();
    service.stop();
    assertInstanceOf(Mutated.class, config.reload());
  }

  private String refusal() {
    return assertInstanceOf(Rejected.class, config.reload()).errors().getFirst().toString();
  }
}
