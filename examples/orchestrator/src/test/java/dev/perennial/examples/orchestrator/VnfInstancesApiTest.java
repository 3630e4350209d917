package dev.perennial.examples.orchestrator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.daemon.ApiService;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.registry.Database;
import dev.perennial.service.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VnfInstancesApiTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/v1/vnf_instances";
  private static final String NOBODY = "01a20015-b1eb-7116-a9e5-68eb007a52dd";

  private final SettableClock clock = new SettableClock();
  private final HttpClient client = HttpClient.newHttpClient();

  private static final String PASTE_FILE = Path.of("etc/api-paste.ini").toAbsolutePath().toString();

  @TempDir private Path directory;
  private Database database;
  private ApiService service;
  private String root;

  @BeforeEach
  void start() throws Exception {
    database = TestDatabase.in(directory);
    service = Orchestrator.api(config(), new DatabaseConductor(database, clock));
    service.start();
    ListenAddress.Tcp bound = (ListenAddress.Tcp) service.boundAddresses().getFirst();
    root = "http://" + bound.text();
  }

  private static Config config() {
    List<Class<? extends Record>> groups = new ArrayList<>(ApiService.optionRecords());
    groups.addAll(
        List.of(OrchestratorOptions.class, OrchestratorApis.class, LauncherOptions.class));
    return Config.forTesting(groups)
        .set("DEFAULT", "orchestrator_listen", "127.0.0.1")
        .set("DEFAULT", "orchestrator_listen_port", "0")
        .set("DEFAULT", "auth_strategy", "noauth")
        .set("DEFAULT", "api_paste_config", PASTE_FILE)
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    service.stop();
    database.close();
  }

  @Test
  void a_created_instance_is_instantiating_and_found_where_its_location_says() throws Exception {
    HttpResponse<String> created = create("vnf-1");
    assertEquals(201, created.statusCode());
    JsonNode record = JSON.readTree(created.body());
    assertEquals(
        List.of("id", "name", "state", "created_at", "updated_at"),
        List.copyOf(record.propertyNames()));
    assertEquals("vnf-1", record.get("name").asString());
    assertEquals("INSTANTIATING", record.get("state").asString());
    assertEquals("2026-11-21T12:00:00Z", record.get("created_at").asString());
    HttpResponse<String> found = get(created.headers().firstValue("Location").orElseThrow());
    assertEquals(200, found.statusCode());
    assertEquals(record, JSON.readTree(found.body()));
  }

  @Test
  void a_deleted_instance_is_gone_for_clients() throws Exception {
    String location = location(create("vnf-1"));
    HttpResponse<String> deleted = send("DELETE", location, "");
    assertEquals(204, deleted.statusCode());
    assertEquals("", deleted.body());
    assertEquals(404, get(location).statusCode());
    assertEquals(404, send("DELETE", location, "").statusCode());
    assertEquals(404, send("POST", location + "/heal", "").statusCode());
    assertTrue(JSON.readTree(get(PATH).body()).get("vnf_instances").isEmpty());
  }

  @Test
  void healing_is_accepted_and_shown() throws Exception {
    String location = location(create("vnf-1"));
    clock.advance(Duration.ofMillis(1500));
    HttpResponse<String> healing = send("POST", location + "/heal", "");
    assertEquals(202, healing.statusCode());
    JsonNode record = JSON.readTree(healing.body());
    assertEquals("HEALING", record.get("state").asString());
    assertEquals("2026-11-21T12:00:01.500Z", record.get("updated_at").asString());
    assertEquals("2026-11-21T12:00:00Z", record.get("created_at").asString());
  }

  @Test
  void pages_hold_every_instance_once_and_in_order() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      names.add("vnf-" + i);
      create("vnf-" + i);
      clock.advance(Duration.ofMillis(1));
    }
    List<String> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    String next = PATH + "?limit=2";
    while (!next.isEmpty()) {
      JsonNode page = JSON.readTree(get(next).body());
      page.get("vnf_instances").forEach(one -> seen.add(one.get("name").asString()));
      sizes.add(page.get("vnf_instances").size());
      next = page.get("next").isNull() ? "" : page.get("next").asString();
    }
    assertEquals(names, seen);
    assertEquals(List.of(2, 2, 1), sizes);
  }

  @Test
  void a_page_goes_on_behind_an_instance_that_is_gone() throws Exception {
    String first = location(create("vnf-1"));
    clock.advance(Duration.ofMillis(1));
    create("vnf-2");
    String next = JSON.readTree(get(PATH + "?limit=1").body()).get("next").asString();
    send("DELETE", first, "");
    JsonNode page = JSON.readTree(get(next).body());
    assertEquals("vnf-2", page.get("vnf_instances").get(0).get("name").asString());
    assertTrue(page.get("next").isNull());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"name\": null}",
        "{\"name\": \"\"}",
        "{\"name\": \" \"}",
        "{\"name\": 7}",
        "{\"name\": \"a\", \"size\": 1}",
        "{\"name\": \"a\"} x"
      })
  void a_body_that_is_no_new_instance_is_refused(String body) throws Exception {
    assertProblem(400, "Bad Request", send("POST", PATH, body));
    assertTrue(JSON.readTree(get(PATH).body()).get("vnf_instances").isEmpty());
  }

  @Test
  void a_name_may_have_255_characters_and_no_more() throws Exception {
    assertEquals(201, create("x".repeat(255)).statusCode());
    assertProblem(400, "Bad Request", create("x".repeat(256)));
  }

  @Test
  void a_list_can_be_that_of_one_state_page_by_page() throws Exception {
    for (int i = 0; i < 4; i++) {
      String location = location(create("vnf-" + i));
      clock.advance(Duration.ofMillis(1));
      if (i != 1) {
        send("POST", location + "/heal", "");
      }
    }
    JsonNode first = JSON.readTree(get(PATH + "?state=HEALING&limit=2").body());
    assertEquals(List.of("vnf-0", "vnf-2"), names(first));
    JsonNode second = JSON.readTree(get(first.get("next").asString()).body());
    assertEquals(List.of("vnf-3"), names(second));
    assertTrue(second.get("next").isNull());
    assertEquals(List.of("vnf-1"), names(JSON.readTree(get(PATH + "?state=INSTANTIATING").body())));
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.get("vnf_instances").forEach(one -> names.add(one.get("name").asString()));
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "GET, ?stat=ACTIVE, 'stat'",
    "GET, ?state=DELETED, 'state'",
    "GET, ?limit=1&limit=2, 'limit'",
    "GET, ?limit=x, 'limit'",
    "GET, ?marker=x, 'marker'",
    "GET, /1?state=ACTIVE, 'state'",
    "DELETE, /1?force=1, 'force'",
    "POST, /1/heal?how=fast, 'how'"
  })
  void a_query_that_is_not_understood_is_refused_with_the_name(
      String method, String query, String name) throws Exception {
    HttpResponse<String> refused = send(method, PATH + query, "");
    assertProblem(400, "Bad Request", refused);
    assertTrue(refused.body().contains(name), refused.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | 'name'",
        "{\"name\": 7} | 'name'",
        "{\"name\": \" \"} | 'name'",
        "{\"name\": \"a\", \"size\": 1} | 'size'",
        "{\"name\": \"a\\u0000b\"} | 'name'",
        "{\"name\": \"a\\nb\"} | 'name'",
        "{\"name\": \"a\\u0085\"} | 'name'",
        "{\"name\": \"a\\ud800\"} | 'name'"
      })
  void a_refused_body_is_answered_with_the_name_of_the_field(String body, String field)
      throws Exception {
    HttpResponse<String> refused = send("POST", PATH, body);
    assertProblem(400, "Bad Request", refused);
    assertTrue(refused.body().contains(field), refused.body());
  }

  @Test
  void a_name_may_have_any_characters_that_can_be_seen() throws Exception {
    HttpResponse<String> created = create("Größe 2 – 大 \uD83D\uDE80");
    assertEquals(201, created.statusCode(), created::body);
    JsonNode record = JSON.readTree(get(location(created)).body());
    assertEquals("Größe 2 – 大 \uD83D\uDE80", record.get("name").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "3000000000", "2000000000000000000000"})
  void a_limit_that_is_too_large_is_the_largest(String limit) throws Exception {
    create("vnf-1");
    HttpResponse<String> page = get(PATH + "?limit=" + limit);
    assertEquals(200, page.statusCode(), page::body);
    assertEquals(List.of("vnf-1"), names(JSON.readTree(page.body())));
  }

  @Test
  void healing_takes_no_body() throws Exception {
    String location = location(create("vnf-1"));
    for (String body : List.of("{}", "x")) {
      assertProblem(400, "Bad Request", send("POST", location + "/heal", body));
    }
    assertTrue(get(location).body().contains("INSTANTIATING"));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0",
    "limit=00",
    "limit=%2B1",
    "limit=%D9%A1",
    "limit=-1",
    "limit=x",
    "limit=",
    "marker=x",
    "marker=" + NOBODY + "0"
  })
  void a_page_that_cannot_be_is_refused(String query) throws Exception {
    assertProblem(400, "Bad Request", get(PATH + "?" + query));
  }

  @ParameterizedTest
  @ValueSource(strings = {NOBODY, "x", "%27"})
  void an_unknown_id_is_not_found(String id) throws Exception {
    assertProblem(404, "Not Found", get(PATH + "/" + id));
    assertProblem(404, "Not Found", send("DELETE", PATH + "/" + id, ""));
    assertProblem(404, "Not Found", send("POST", PATH + "/" + id + "/heal", ""));
  }

  private static void assertProblem(int code, String title, HttpResponse<String> response) {
    assertEquals(code, response.statusCode(), response.body());
    JsonNode problem = JSON.readTree(response.body());
    assertEquals(code, problem.get("code").asInt());
    assertEquals(title, problem.get("title").asString());
    assertFalse(problem.get("detail").asString().isBlank());
    String id = problem.get("request_id").asString();
    assertTrue(id.startsWith("req-"), id);
    assertEquals(List.of(id), response.headers().allValues("X-Openstack-Request-Id"));
  }

  private HttpResponse<String> create(String name) throws IOException, InterruptedException {
    return send("POST", PATH, "{\"name\": \"" + name + "\"}");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(root + path);
  }

  private static String location(HttpResponse<String> created) {
    return created.headers().firstValue("Location").orElseThrow();
  }
}
