package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlMapTest {

  @TempDir Path directory;

  private Handler map(String entries) {
    String apps = "[app:%1$s]\npaste.app_factory = test:app\nname = %1$s\n";
    return new PasteIni(directory)
        .loader(
            "[composite:main]\nuse = egg:Paste#urlmap\n"
                + entries
                + apps.formatted("a")
                + apps.formatted("b")
                + apps.formatted("c"))
        .loadApp("main");
  }

  private static String get(Handler app, String path) {
    return PasteIni.answer(app, TestRequest.of("GET", path));
  }

  private static String get(Handler app, String host, String path) {
    return PasteIni.answer(app, new TestRequest("GET", path, Map.of("Host", host), ""));
  }

  @Test
  void the_longest_beginning_wins_and_moves_to_the_base_path() {
    Handler map = map("/ = a\n/v1 = b\n/v1/deep = c\n");
    assertEquals("{name=a}|/", get(map, "/"));
    assertEquals("{name=a}|/other", get(map, "/other"));
    assertEquals("{name=b}/v1|/", get(map, "/v1"));
    assertEquals("{name=b}/v1|/x/y", get(map, "/v1/x/y"));
    assertEquals("{name=c}/v1/deep|/x", get(map, "/v1/deep/x"));
  }

  @Test
  void only_whole_segments_fit() {
    assertEquals("{name=a}|/v1x", get(map("/ = a\n/v1 = b\n"), "/v1x"));
  }

  @Test
  void repeated_slashes_count_as_one() {
    assertEquals("{name=b}/v1|/x", get(map("/ = a\n/v1 = b\n"), "//v1///x"));
  }

  @Test
  void what_names_a_host_comes_first() {
    Handler map = map("/ = a\ndomain Example.org / = b\ndomain example.org port 81 / = c\n");
    assertEquals("{name=b}|/x", get(map, "example.org:80", "/x"));
    assertEquals("{name=b}|/x", get(map, "EXAMPLE.ORG", "/x"));
    assertEquals("{name=c}|/x", get(map, "example.org:81", "/x"));
    assertEquals("{name=a}|/x", get(map, "other.org", "/x"));
  }

  @Test
  void a_host_without_a_port_has_that_of_the_scheme() {
    Handler map =
        map("/ = a\ndomain example.org port 80 / = b\ndomain example.org port 443 / = c\n");
    assertEquals("{name=b}|/x", get(map, "example.org", "/x"));
    assertEquals("{name=b}|/x", get(map, "example.org:80", "/x"));
    assertEquals("{name=c}|/x", get(map, "example.org:443", "/x"));
    assertEquals("{name=a}|/x", get(map, "example.org:8080", "/x"));
    Request plain = new TestRequest("GET", "/x", Map.of("Host", "example.org"), "");
    assertEquals("{name=c}|/x", PasteIni.answer(map, new Encrypted(plain)));
  }

  private static final class Encrypted extends ForwardingRequest {

    Encrypted(Request request) {
      super(request);
    }

    @Override
    public String scheme() {
      return "https";
    }
  }

  @Test
  void a_host_may_be_a_number_of_ipv6() {
    Handler map = map("/ = a\ndomain [::1] / = b\ndomain [::1] port 81 / = c\n");
    assertEquals("{name=b}|/x", get(map, "[::1]", "/x"));
    assertEquals("{name=b}|/x", get(map, "[::1]:9890", "/x"));
    assertEquals("{name=c}|/x", get(map, "[::1]:81", "/x"));
    assertEquals("{name=a}|/x", get(map, "[::2]", "/x"));
  }

  @Test
  void what_fits_nothing_is_not_found_or_goes_to_the_app_for_that() {
    Handler map = map("/v1 = a\n");
    assertEquals(
        404, assertThrows(HttpError.class, () -> map.handle(TestRequest.of("GET", "/"))).status());
    assertEquals("{name=c}|/no", get(map("/v1 = a\nnot_found_app = c\n"), "/no"));
  }

  @Test
  void a_key_that_is_no_path_and_an_unknown_app_are_told_of() {
    PipelineException key = assertThrows(PipelineException.class, () -> map("v1 = a\n"));
    assertTrue(
        String.valueOf(key.getMessage())
            .endsWith("api-paste.ini:1: 'v1' is neither /path nor domain NAME [port N] /path"));
    PasteAppNotFoundException apps =
        assertThrows(PasteAppNotFoundException.class, () -> map("/1 = x\n/2 = y\n"));
    assertTrue(String.valueOf(apps.getMessage()).contains("no section 'x'"));
    assertTrue(String.valueOf(apps.getMessage()).contains("no section 'y'"));
  }
}
