package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.TestingConfigBuilder;
import dev.perennial.daemon.ApiService;
import dev.perennial.http.PipelineException;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.registry.Database;
import dev.perennial.registry.DatabaseOptions;
import dev.perennial.registry.RegistryOptions;
import dev.perennial.registry.ServiceKey;
import dev.perennial.registry.ServiceRegistry;
import dev.perennial.rpc.TransportProvider;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pipeline of `etc/api-paste.ini`, filter by filter.
class ApiPipelineTest {

  private static final String TOKEN = "correct horse battery staple";
  private static final Path PIPELINE = Path.of("etc/api-paste.ini").toAbsolutePath();

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Database database;
  private ApiService service;
  private String root;

  @BeforeEach
  void start() {
    database = TestDatabase.in(directory);
  }

  private TestingConfigBuilder config(String strategy) {
    List<Class<? extends Record>> groups = new ArrayList<>(ApiService.optionRecords());
    groups.addAll(
        List.of(
            OrchestratorOptions.class,
            OrchestratorApis.class,
            LauncherOptions.class,
            DatabaseOptions.class,
            RegistryOptions.class));
    groups.addAll(TransportProvider.optionGroups());
    return Config.forTesting(groups)
        .set("DEFAULT", "bind_host", "127.0.0.1")
        .set("DEFAULT", "bind_port", "0")
        .set("DEFAULT", "auth_strategy", strategy)
        .set("DEFAULT", "api_paste_config", PIPELINE.toString());
  }

  private void serve(Config config) throws Exception {
    service = Orchestrator.api(config, new DatabaseConductor(database, new SettableClock()));
    service.start();
    root = "http://" + ((ListenAddress.Tcp) service.boundAddresses().getFirst()).text();
  }

  @AfterEach
  void stop() {
    client.close();
    if (service != null) {
      service.stop();
    }
    database.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void with_keystone_only_the_token_of_the_configuration_passes() throws Exception {
    serve(config("keystone").set("orchestrator", "api_token", TOKEN).build());
    HttpResponse<String> without = send("GET", VnfInstancesApi.PATH, "");
    assertEquals(401, without.statusCode());
    assertEquals("Bearer", without.headers().firstValue("WWW-Authenticate").orElse(""));
    HttpResponse<String> wrong = send("GET", VnfInstancesApi.PATH, "", "X-Auth-Token", TOKEN + "x");
    assertEquals(401, wrong.statusCode());
    assertFalse(wrong.body().contains(TOKEN));
    assertEquals(200, send("GET", VnfInstancesApi.PATH, "", "X-Auth-Token", TOKEN).statusCode());
    assertEquals(
        200,
        send("GET", VnfInstancesApi.PATH, "", "Authorization", "Bearer " + TOKEN).statusCode());
    assertEquals(200, send("GET", "/", "").statusCode());
  }

  @Test
  void with_keystone_and_no_token_it_does_not_start() {
    PipelineException failure =
        assertThrows(PipelineException.class, () -> serve(config("keystone").build()));
    assertTrue(failure.getMessage().contains("set [orchestrator] api_token"));
    assertTrue(failure.getMessage().contains("api-paste.ini:"), failure.getMessage());
  }

  @Test
  void every_answer_has_a_request_id_and_the_versions_are_at_the_root() throws Exception {
    serve(config("noauth").build());
    HttpResponse<String> versions = send("GET", "/", "");
    assertEquals("{\"versions\":[{\"id\":\"v1\",\"path\":\"/v1\"}]}", versions.body());
    for (HttpResponse<String> answer : List.of(versions, send("GET", "/v2", ""))) {
      String id = answer.headers().firstValue("X-Openstack-Request-Id").orElse("");
      assertTrue(id.startsWith("req-"), id);
    }
  }

  @Test
  void actions_are_an_extension_in_front_of_the_api() throws Exception {
    serve(config("noauth").build());
    HttpResponse<String> created =
        send("POST", VnfInstancesApi.PATH, "{\"name\": \"a\"}", "Content-Type", "application/json");
    String item = created.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> healing =
        send("POST", item + "/action", "{\"heal\": {}}", "Content-Type", "application/json");
    assertEquals(202, healing.statusCode());
    assertTrue(healing.body().contains("HEALING"), healing.body());
    assertEquals(
        400,
        send("POST", item + "/action", "{\"fly\": {}}", "Content-Type", "application/json")
            .statusCode());
    assertEquals(
        404,
        send(
                "POST",
                VnfInstancesApi.PATH + "/none/action",
                "{\"heal\": {}}",
                "Content-Type",
                "application/json")
            .statusCode());
    assertEquals(405, send("GET", item + "/action", "").statusCode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"heal\": {}} | ?how=fast | how",
        "{\"heal\": {\"how\": 1}} | `` | how",
        "{\"heal\": 7} | `` | heal",
        "{\"heal\": []} | `` | heal",
        "{\"heal\": null} | `` | heal",
        "{\"heal\": {}, \"fly\": {}} | `` | fly",
        "{} | `` | heal",
        "[] | `` | wrong value"
      })
  void an_action_that_is_not_understood_is_refused_with_the_name(
      String body, String query, String name) throws Exception {
    serve(config("noauth").build());
    HttpResponse<String> refused =
        send(
            "POST",
            VnfInstancesApi.PATH + "/1/action" + query,
            body,
            "Content-Type",
            "application/json");
    assertEquals(400, refused.statusCode(), refused::body);
    assertTrue(refused.body().contains(name), refused::body);
  }

  @Test
  void no_site_may_use_it_until_one_is_named() throws Exception {
    serve(config("noauth").build());
    HttpResponse<String> answer =
        send("GET", VnfInstancesApi.PATH, "", "Origin", "https://dashboard.example.org");
    assertEquals(200, answer.statusCode());
    assertEquals(Optional.empty(), allowedOrigin(answer));
  }

  @Test
  void a_site_that_is_named_may_ask_first_without_a_token_and_read_why_it_is_refused()
      throws Exception {
    String site = "https://dashboard.example.org";
    serve(
        config("keystone")
            .set("orchestrator", "api_token", TOKEN)
            .set("DEFAULT", "api_paste_config", pipelineThatAllows(site).toString())
            .build());
    HttpResponse<String> preflight =
        send(
            "OPTIONS",
            VnfInstancesApi.PATH,
            "",
            "Origin",
            site,
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "X-Auth-Token");
    assertEquals(200, preflight.statusCode(), preflight::body);
    assertEquals(Optional.of(site), allowedOrigin(preflight));
    assertEquals(
        Optional.of("X-Auth-Token"),
        preflight.headers().firstValue("Access-Control-Allow-Headers"));
    HttpResponse<String> refused = send("GET", VnfInstancesApi.PATH, "", "Origin", site);
    assertEquals(401, refused.statusCode());
    assertEquals(Optional.of(site), allowedOrigin(refused));
  }

  private Path pipelineThatAllows(String site) throws IOException {
    String empty = "allowed_origin =\n";
    String pipeline = Files.readString(PIPELINE);
    assertTrue(pipeline.contains(empty));
    return Files.writeString(
        directory.resolve("api-paste.ini"),
        pipeline.replace(empty, "allowed_origin = " + site + "\n"));
  }

  private static Optional<String> allowedOrigin(HttpResponse<String> answer) {
    return answer.headers().firstValue("Access-Control-Allow-Origin");
  }

  @Test
  void health_needs_no_token_and_tells_of_conductor_and_registry() throws Exception {
    Config config =
        config("keystone")
            .set("orchestrator", "api_token", TOKEN)
            .set("orchestrator", "database_file", directory.resolve("orchestrator.db").toString())
            .build();
    serve(config);
    assertEquals(200, send("GET", "/readyz", "").statusCode());
    HttpResponse<String> before = healthThatTells("no conductor is up");
    assertEquals(503, before.statusCode());
    assertTrue(before.body().contains("\"conductor\""), before.body());
    new ServiceRegistry(database, config.live(RegistryOptions.class)::get)
        .report(new ServiceKey("here", Orchestrator.CONDUCTOR), RemoteConductor.TOPIC, "1");
    assertEquals(200, healthThatTells("{\"status\":\"ok\"").statusCode());
  }

  // Asked again where a slow machine keeps a check from its result.
  private HttpResponse<String> healthThatTells(String part) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    HttpResponse<String> health = send("GET", "/healthz", "");
    while (!health.body().contains(part)) {
      assertTrue(System.nanoTime() < end, health::body);
      health = send("GET", "/healthz", "");
    }
    return health;
  }

  @Test
  void certificates_come_from_the_configuration() {
    Config config =
        config("noauth")
            .set("ssl", "cert_file", "/nonexistent/cert.pem")
            .set("ssl", "key_file", "/nonexistent/key.pem")
            .build();
    ConfigException refusal = assertThrows(ConfigException.class, () -> serve(config));
    assertTrue(refusal.getMessage().contains("cert_file"), refusal.getMessage());
  }

  @Test
  void the_training_run_asks_the_same_pipeline_without_a_token() throws Exception {
    service =
        Orchestrator.api(
            config("keystone").set("orchestrator", "api_token", TOKEN).build(),
            new DatabaseConductor(database, new SettableClock()));
    service.trainingRun();
  }
}
