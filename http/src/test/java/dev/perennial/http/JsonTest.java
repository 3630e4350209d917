package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  record Port(int number, boolean adminUp) {}

  record Server(String name, List<Port> ports) {}

  private static HttpError refusal(String text) {
    return assertThrows(HttpError.class, () -> TestRequest.json(text).json(Server.class));
  }

  private static void refuses(String text, String reason) {
    HttpError error = refusal(text);
    assertEquals(400, error.status());
    assertTrue(error.detail().contains(reason), error.detail());
    assertFalse(error.detail().contains("perennial"), error.detail());
    assertFalse(error.detail().contains("java"), error.detail());
  }

  @Test
  void reads_records_in_snake_case() throws Exception {
    Server server =
        TestRequest.json("{\"name\": \"x\", \"ports\": [{\"number\": 7, \"admin_up\": true}]}")
            .json(Server.class);
    assertEquals(new Server("x", List.of(new Port(7, true))), server);
  }

  @Test
  void writes_records_in_snake_case_and_times_as_text() {
    record Entry(String vmId, Instant createdAt) {}
    String text =
        new String(
            Json.write(new Entry("1", Instant.parse("2026-01-02T03:04:05Z"))),
            StandardCharsets.UTF_8);
    assertEquals("{\"vm_id\":\"1\",\"created_at\":\"2026-01-02T03:04:05Z\"}", text);
  }

  @Test
  void unknown_fields_are_refused_with_their_place() {
    refuses("{\"name\": \"x\",\n  \"nome\": 1}", "unknown field 'nome' (line 2, column ");
  }

  @Test
  void the_place_of_a_field_is_found_whatever_its_name_and_what_stands_around_it() {
    refuses("{\"a/b\": 1} x", "unknown field 'a/b' (line 1, column 2)");
    refuses("{\"name\": \"x\",\n \"a~b\": 1}", "unknown field 'a~b' (line 2, column 2)");
    refuses("{\"\": {\"\": 1}}", "unknown field '' (line 1, column 2)");
    refuses(
        "{\"ports\": [{\"number\": 1, \"admin_up\": true},\n {\"number\": 1, \"x\": [{}, [1]]}]}",
        "unknown field 'x' (line 2, column ");
    refuses(
        "{\"a\": {\"b\": [[1], {\"c\": 1}]},\n\"name\": \"x\"}",
        "unknown field 'a' (line 1, column 2)");
  }

  @Test
  void values_of_other_types_are_refused_with_their_field() {
    refuses("{\"name\": 5}", "wrong value for 'name' (line 1, column ");
    refuses("{\"name\": true}", "'name'");
    refuses("{\"ports\": [{\"number\": \"7\"}]}", "'ports.0.number'");
    refuses("{\"ports\": [{\"number\": 7.5}]}", "'ports.0.number'");
    refuses("{\"ports\": [{\"number\": null}]}", "'ports.0.number'");
    refuses("{\"ports\": {}}", "'ports'");
    refuses("[]", "wrong value");
  }

  @Test
  void malformed_json_is_refused_with_its_place() {
    refuses("{\"name\": \n x}", "line 2, column ");
    refuses("{\"name\": \"x\"", "malformed JSON");
    refuses("{\"name\": \"x\"} {}", "");
    refuses("{\"name\": \"x\", \"name\": \"y\"}", "uplicate");
    refuses("null", "must not be null");
    refuses("", "the body is empty");
  }

  @Test
  void other_content_types_are_refused() {
    for (String type : new String[] {"text/plain", "application/xml", "application/jsonx", ""}) {
      TestRequest request = new TestRequest("POST", "/", Map.of("Content-Type", type), "{}");
      assertEquals(
          415, assertThrows(HttpError.class, () -> request.json(Server.class)).status(), type);
    }
    TestRequest none = new TestRequest("POST", "/", Map.of(), "{}");
    assertEquals(415, assertThrows(HttpError.class, () -> none.json(Server.class)).status());
  }

  @Test
  void json_with_parameters_and_suffixes_is_json() {
    assertTrue(Json.isJson("Application/JSON; charset=utf-8"));
    assertTrue(Json.isJson("application/merge-patch+json"));
  }
}
