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
}
