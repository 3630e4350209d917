package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perennial.service.RequestContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardFiltersTest {

  private static final Handler OK = request -> Response.text(200, "ok");

  private static Response cors(
      Map<String, String> local, String method, Map<String, String> headers) throws Exception {
    Filter filter = CorsFilter.create(new PipelineSettings(Map.of(), local));
    return filter.filter(new TestRequest(method, "/", headers, ""), OK);
  }

  @Test
  void an_allowed_origin_may_read_the_answer_and_others_may_not() throws Exception {
    Map<String, String> local =
        Map.of("allowed_origin", "https://a, https://b", "expose_headers", "X-One");
    Response allowed = cors(local, "GET", Map.of("Origin", "https://b"));
    assertEquals("https://b", allowed.header("Access-Control-Allow-Origin").orElseThrow());
    assertEquals("true", allowed.header("Access-Control-Allow-Credentials").orElseThrow());
    assertEquals("X-One", allowed.header("Access-Control-Expose-Headers").orElseThrow());
    Response other = cors(local, "GET", Map.of("Origin", "https://c"));
    assertEquals(Optional.empty(), other.header("Access-Control-Allow-Origin"));
    assertEquals("Origin", other.header("Vary").orElseThrow());
  }

  @Test
  void a_preflight_is_answered_in_place_of_the_handler() throws Exception {
    Map<String, String> local =
        Map.of("allowed_origin", "https://a", "allow_headers", "X-Auth-Token");
    Response answer =
        cors(
            local,
            "OPTIONS",
            Map.of(
                "Origin", "https://a",
                "Access-Control-Request-Method", "PUT",
                "Access-Control-Request-Headers", "x-auth-token, content-type"));
    assertEquals(0, answer.content().orElseThrow().length);
    assertEquals(
        "OPTIONS,GET,HEAD,POST,PUT,DELETE,TRACE,PATCH",
        answer.header("Access-Control-Allow-Methods").orElseThrow());
    assertEquals(
        "x-auth-token,content-type", answer.header("Access-Control-Allow-Headers").orElseThrow());
    assertEquals("3600", answer.header("Access-Control-Max-Age").orElseThrow());
  }

  @Test
  void a_preflight_for_what_is_not_allowed_gets_no_permission() throws Exception {
    Response answer =
        cors(
            Map.of("allowed_origin", "https://a"),
            "OPTIONS",
            Map.of(
                "Origin", "https://a",
                "Access-Control-Request-Method", "PUT",
                "Access-Control-Request-Headers", "x-secret"));
    assertEquals(Optional.empty(), answer.header("Access-Control-Allow-Origin"));
  }

  @Test
  void a_refusal_can_be_read_by_an_allowed_origin() throws Exception {
    Filter filter =
        CorsFilter.create(new PipelineSettings(Map.of(), Map.of("allowed_origin", "https://a")));
    Response answer =
        filter.filter(
            new TestRequest("GET", "/", Map.of("Origin", "https://a"), ""),
            request -> {
              throw new HttpError(404, "no");
            });
    assertEquals(404, answer.status());
    assertEquals("https://a", answer.header("Access-Control-Allow-Origin").orElseThrow());
  }

  private static Response through(Filter filter, String path) throws Exception {
    return filter.filter(
        TestRequest.of("GET", path),
        request -> Response.text(200, request.basePath() + "|" + request.path()));
  }

  private static String text(Response response) {
    return new String(response.content().orElseThrow(), StandardCharsets.UTF_8);
  }

  private static PipelineSettings settings(Map<String, String> local) {
    return new PipelineSettings(Map.of(), local);
  }

  @Test
  void a_healthcheck_answers_at_its_path_unless_a_file_says_no(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("out");
    Map<String, String> local =
        Map.of("backends", "disable_by_file", "disable_by_file_path", file.toString());
    Filter filter = HealthcheckFilter.create(settings(local));
    assertEquals("OK", text(through(filter, "/healthcheck")));
    assertEquals("|/other", text(through(filter, "/other")));
    Files.createFile(file);
    assertEquals(503, through(filter, "/healthcheck").status());
    Handler app = HealthcheckFilter.app(settings(Map.of()));
    assertEquals("OK", text(app.handle(TestRequest.of("GET", "/"))));
    Map<String, String> unknown = Map.of("backends", "my_backend");
    assertThrows(IllegalArgumentException.class, () -> HealthcheckFilter.create(settings(unknown)));
  }

  @Test
  void a_prefix_of_a_proxy_is_taken_off_the_path() throws Exception {
    Filter filter = PrefixFilter.create(settings(Map.of("prefix", "/nfv/")));
    assertEquals("/nfv|/v1/x", text(through(filter, "/nfv/v1/x")));
    assertEquals("/nfv|/", text(through(filter, "/nfv")));
    assertEquals("|/nfvo", text(through(filter, "/nfvo")));
    Filter none = PrefixFilter.create(settings(Map.of()));
    assertEquals("|/v1/x", text(through(none, "/v1/x")));
    Map<String, String> forced = Map.of("force_port", "80");
    assertThrows(IllegalArgumentException.class, () -> PrefixFilter.create(settings(forced)));
  }

  @Test
  void a_setting_without_effect_is_refused_with_its_place(@TempDir Path folder) {
    assertEquals(
        "api-paste.ini:5: 'allowed_origins' is no setting here, but these are: allowed_origin,"
            + " allow_credentials, expose_headers, allow_methods, allow_headers, max_age",
        refusal(folder, "oslo_middleware.cors:filter_factory", "allowed_origins = https://a"));
    refusal(folder, "egg:oslo.middleware#healthcheck", "detailed = yes");
    refusal(folder, "egg:PasteDeploy#prefix", "prefxi = /nfv");
  }

  @Test
  void where_a_python_filter_finds_its_options_is_warned_of() {
    PipelineSettings settings =
        new PipelineSettings(
            Map.of("__file__", "/etc/api-paste.ini"), Map.of("oslo_config_project", "tacker"));
    try (LogLines log = LogLines.collect()) {
      CorsFilter.create(settings);
      String warning =
          "/etc/api-paste.ini: oslo_config_project = tacker has no effect: options of a program are"
              + " not read here; what they say belongs into this section (allowed_origin,"
              + " allow_credentials, expose_headers, allow_methods, allow_headers, max_age)";
      assertEquals(1, log.with(warning).size());
    }
  }

  private static String refusal(Path folder, String factory, String line) {
    PipelineLoader loader =
        new PasteIni(folder)
            .loader(
                """
                [pipeline:main]
                pipeline = it app
                [app:app]
                paste.app_factory = test:app
                [filter:it]
                paste.filter_factory = %s
                %s
                """
                    .formatted(factory, line));
    PipelineException refused = assertThrows(PipelineException.class, () -> loader.loadApp("main"));
    return String.valueOf(refused.getMessage()).replace(folder + "/", "");
  }

  @Test
  void everybody_with_credentials_is_refused() {
    PipelineSettings settings = new PipelineSettings(Map.of(), Map.of("allowed_origin", "*"));
    assertThrows(IllegalArgumentException.class, () -> CorsFilter.create(settings));
  }

  @Test
  void what_is_done_for_a_valid_token_is_done_in_the_name_of_its_owner() throws Exception {
    Caller ann = new Caller("ann", "p1", Set.of());
    Filter filter = new TokenFilter(_ -> Optional.of(ann));
    Request request = new TestRequest("GET", "/", Map.of("X-Auth-Token", "t"), "");
    List<RequestContext> seen = new ArrayList<>();
    filter.filter(
        request,
        _ -> {
          seen.add(RequestContext.CURRENT.get());
          return Response.text(200, "ok");
        });
    assertEquals(
        List.of(RequestContext.of(request.requestId()).with("user", "ann").with("project", "p1")),
        seen);
  }

  @Test
  void only_a_valid_token_passes_and_its_owner_is_known_behind() throws Exception {
    Filter filter =
        new TokenFilter(token ->
            token.equals("good")
                ? Optional.of(new Caller("u1", "p1", Set.of("admin")))
                : Optional.empty());
    Handler who =
        request -> Response.text(200, request.attachment(Caller.class).orElseThrow().userId());
    for (Map<String, String> headers :
        List.<Map<String, String>>of(
            Map.of("X-Auth-Token", "good"), Map.of("Authorization", "bearer  good"))) {
      Response answer = filter.filter(new TestRequest("GET", "/", headers, ""), who);
      assertEquals("u1", new String(answer.content().orElseThrow()));
    }
    for (Map<String, String> headers :
        List.<Map<String, String>>of(
            Map.of(), Map.of("X-Auth-Token", "bad"), Map.of("Authorization", "Basic good"))) {
      HttpError refused =
          assertThrows(
              HttpError.class, () -> filter.filter(new TestRequest("GET", "/", headers, ""), who));
      assertEquals(401, refused.status());
      assertEquals("Bearer", refused.headers().get("WWW-Authenticate"));
    }
  }

  @Test
  void a_body_above_the_limit_is_refused_announced_or_not() throws Exception {
    Filter filter =
        SizeLimitFilter.create(
            new PipelineSettings(Map.of(), Map.of("max_request_body_size", "3")));
    Handler reads = request -> Response.bytes(200, "text/plain", request.bytes());
    assertEquals(
        "abc",
        new String(
            filter
                .filter(new TestRequest("POST", "/", Map.of(), "abc"), reads)
                .content()
                .orElseThrow()));
    for (Map<String, String> headers :
        List.<Map<String, String>>of(Map.of(), Map.of("Content-Length", "4"))) {
      HttpError refused =
          assertThrows(
              HttpError.class,
              () -> filter.filter(new TestRequest("POST", "/", headers, "abcd"), reads));
      assertEquals(413, refused.status());
    }
  }
}
