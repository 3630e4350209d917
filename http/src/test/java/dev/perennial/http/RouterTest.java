package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterTest {

  private static Handler says(String text) {
    return request -> Response.text(200, text);
  }

  private static String body(Response response) {
    return new String(response.content().orElseThrow(), StandardCharsets.UTF_8);
  }

  private static String get(Router router, String path) throws Exception {
    return body(router.handle(TestRequest.of("GET", path)));
  }

  private static int refusal(Router router, String method, String path) {
    return assertThrows(HttpError.class, () -> router.handle(TestRequest.of(method, path)))
        .status();
  }

  @Test
  void finds_the_handler_of_a_path_and_method() throws Exception {
    Router router =
        Router.builder()
            .get("/", says("root"))
            .get("/a/b", says("ab"))
            .post("/a/b", says("post"))
            .build();
    assertEquals("root", get(router, "/"));
    assertEquals("ab", get(router, "/a/b"));
    assertEquals("post", body(router.handle(TestRequest.of("POST", "/a/b"))));
  }

  @Test
  void a_literal_segment_wins_over_a_parameter_in_any_order() throws Exception {
    Router router =
        Router.builder().get("/s/{id}", says("id")).get("/s/detail", says("detail")).build();
    assertEquals("detail", get(router, "/s/detail"));
    assertEquals("id", get(router, "/s/7"));
  }

  @Test
  void a_literal_that_leads_nowhere_gives_way_to_a_parameter() throws Exception {
    Router router =
        Router.builder()
            .get("/s/detail/x", says("literal"))
            .get("/s/{id}/y", says("parameter"))
            .delete("/s/{id}/x", says("deleted"))
            .build();
    assertEquals("parameter", get(router, "/s/detail/y"));
    assertEquals("deleted", body(router.handle(TestRequest.of("DELETE", "/s/detail/x"))));
  }

  @Test
  void path_parameters_are_decoded() throws Exception {
    Router router =
        Router.builder()
            .get(
                "/s/{id}/{port}",
                r -> Response.text(200, r.pathParameter("id") + "|" + r.pathParameter("port")))
            .build();
    assertEquals("a b+c|ü/x", get(router, "/s/a%20b+c/%C3%BC%2Fx"));
  }

  @Test
  void a_malformed_escape_is_a_bad_request() {
    Router router =
        Router.builder().get("/s/{id}", r -> Response.text(200, r.pathParameter("id"))).build();
    assertEquals(400, refusal(router, "GET", "/s/%zz"));
  }

  @Test
  void an_unknown_parameter_name_is_a_fault_of_the_handler() {
    Router router =
        Router.builder().get("/s/{id}", r -> Response.text(200, r.pathParameter("no"))).build();
    assertThrows(
        IllegalArgumentException.class, () -> router.handle(TestRequest.of("GET", "/s/1")));
  }

  @Test
  void what_fits_no_route_is_not_found() {
    Router router = Router.builder().get("/a/{id}", says("a")).build();
    assertEquals(404, refusal(router, "GET", "/"));
    assertEquals(404, refusal(router, "GET", "/a"));
    assertEquals(404, refusal(router, "GET", "/a/1/2"));
  }

  @Test
  void a_trailing_slash_does_not_match() {
    Router router = Router.builder().get("/a", says("a")).get("/b/{id}", says("b")).build();
    assertEquals(404, refusal(router, "GET", "/a/"));
    assertEquals(404, refusal(router, "GET", "/b/"));
    assertEquals(404, refusal(router, "GET", "/b/1/"));
  }

  @Test
  void a_wrong_method_is_told_the_right_ones() {
    Router router = Router.builder().get("/a", says("a")).post("/a", says("b")).build();
    HttpError error =
        assertThrows(HttpError.class, () -> router.handle(TestRequest.of("DELETE", "/a")));
    assertEquals(405, error.status());
    assertEquals("GET, HEAD, OPTIONS, POST", error.headers().get("Allow"));
  }

  @Test
  void options_is_answered_with_the_methods() throws Exception {
    Router router = Router.builder().delete("/a/{id}", says("a")).build();
    Response response = router.handle(TestRequest.of("OPTIONS", "/a/1"));
    assertEquals(204, response.status());
    assertEquals("DELETE, OPTIONS", response.header("allow").orElseThrow());
  }

  @Test
  void head_goes_to_get_unless_it_has_its_own_route() throws Exception {
    Router router =
        Router.builder()
            .get("/a", says("a"))
            .get("/b", says("b"))
            .route("HEAD", "/b", says("head"))
            .build();
    assertEquals("a", body(router.handle(TestRequest.of("HEAD", "/a"))));
    assertEquals("head", body(router.handle(TestRequest.of("HEAD", "/b"))));
  }

  @Test
  void equal_routes_are_refused_even_if_their_parameters_have_other_names() {
    Router.Builder builder = Router.builder().get("/a/{id}", says("1")).get("/a/{name}", says("2"));
    String text = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(text.contains("/a/{id}") && text.contains("/a/{name}"), text);
  }

  @Test
  void malformed_patterns_are_refused() {
    for (String pattern : new String[] {"a", "/a/", "/a//b", "/{}", "/x{id}", "/{a}/{a}"}) {
      Router.Builder builder = Router.builder().get(pattern, says("x"));
      assertThrows(IllegalArgumentException.class, builder::build, pattern);
    }
  }

  @Test
  void filters_stand_around_the_handler_in_their_order() throws Exception {
    Filter outer = (request, next) -> Response.text(200, "(" + body(next.handle(request)) + ")");
    Filter inner = (request, next) -> Response.text(200, "[" + body(next.handle(request)) + "]");
    Handler chain = Filter.around(List.of(outer, inner), says("x"));
    assertEquals("([x])", body(chain.handle(TestRequest.of("GET", "/"))));
  }

  @Test
  void a_route_for_any_method_gives_way_to_one_for_the_method() throws Exception {
    Router router = Router.builder().any("/a", says("any")).get("/a", says("get")).build();
    assertEquals("get", get(router, "/a"));
    assertEquals("get", body(router.handle(TestRequest.of("HEAD", "/a"))));
    assertEquals("any", body(router.handle(TestRequest.of("BREW", "/a"))));
    assertEquals("any", body(router.handle(TestRequest.of("OPTIONS", "/a"))));
  }

  @Test
  void what_is_mounted_sees_the_rest_of_the_path() throws Exception {
    Handler echo = r -> Response.text(200, r.basePath() + "|" + r.path());
    Router inner = Router.builder().get("/a/{b}", echo).mount("/deeper", echo).build();
    Router router =
        Router.builder()
            .mount("/v1", inner)
            .mount("/v1/own", echo)
            .get("/v1/a/exact", says("exact"))
            .build();
    assertEquals("/v1|/a/b", get(router, "/v1/a/b"));
    assertEquals("/v1/deeper|/", get(router, "/v1/deeper"));
    assertEquals("/v1/own|/x", get(router, "/v1/own/x"));
    assertEquals("exact", get(router, "/v1/a/exact"));
    assertEquals(404, refusal(router, "GET", "/v1x"));
    assertEquals(404, refusal(router, "GET", "/v1"));
  }

  @Test
  void a_collection_has_the_usual_routes_and_refuses_what_it_cannot_do() throws Exception {
    RestCollection servers =
        RestCollection.empty()
            .with(RestCollection.Action.CREATE, says("create"))
            .with(RestCollection.Action.SHOW, r -> Response.text(200, r.pathParameter("id")))
            .with(RestCollection.Action.DELETE, says("delete"));
    Router router = Router.builder().collection("/servers", servers).build();
    assertEquals("create", body(router.handle(TestRequest.of("POST", "/servers"))));
    assertEquals("7", get(router, "/servers/7"));
    assertEquals("delete", body(router.handle(TestRequest.of("DELETE", "/servers/7"))));
    assertEquals(405, refusal(router, "GET", "/servers"));
    assertEquals(405, refusal(router, "PUT", "/servers/7"));
  }

  @Test
  void malformed_or_repeated_mounts_are_refused() {
    for (String prefix : new String[] {"", "/", "v1", "/v1/", "/{v}"}) {
      Router.Builder builder = Router.builder().mount(prefix, says("x"));
      assertThrows(IllegalArgumentException.class, builder::build, prefix);
    }
    Router.Builder twice = Router.builder().mount("/v1", says("x")).mount("/v1", says("y"));
    assertThrows(IllegalArgumentException.class, twice::build);
  }
}
