package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlameGraphTest {

  private static final String HOSTILE = "p.</script><img src=x onerror=alert(1)>\u2028\u001b[2J";

  private static String page() throws IOException {
    CallTree tree = new CallTree();
    tree.add(List.of(Method.of("java.lang.Thread", "run"), Method.of(HOSTILE, "a\"b")), 3);
    tree.add(List.of(Method.of("own.Main", "main")), 2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraph.write(
        new Samples(
            ProfileKind.CPU,
            Duration.ofMillis(10),
            Instant.EPOCH,
            Duration.ofSeconds(1),
            1,
            tree,
            List.of()),
        new ApplicationCode(List.of("own")),
        out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String between(String page, String begin, String end) {
    int at = page.indexOf(begin) + begin.length();
    return page.substring(at, page.indexOf(end, at));
  }

  @Test
  void the_nodes_are_in_the_page_depth_first_with_their_samples() throws IOException {
    String data = between(page(), "id=\"profile\">", "</script>");
    assertTrue(data.endsWith("\"nodes\":[0,0,5,1,1,3,2,2,3,3,1,2]}"), data);
    assertTrue(data.contains("[\"own.Main.main\",0]"), data);
    assertTrue(data.contains("[\"java.lang.Thread.run\",2]"), data);
  }

  @Test
  void a_hostile_name_ends_no_element_and_starts_none() throws IOException {
    String page = page();
    assertEquals(-1, page.indexOf("<img"));
    String data = between(page, "id=\"profile\">", "</script>");
    assertEquals(-1, data.indexOf('<'));
    assertTrue(
        data.contains(
            "p.\\u003c/script\\u003e\\u003cimg src=x onerror=alert(1)\\u003e\\\\u2028"
                .replace("\\\\u2028", "\\u005cu2028")),
        data);
  }

  @Test
  void the_page_allows_its_own_script_and_nothing_else() throws Exception {
    String page = page();
    String script = between(page, "</script>\n<script>", "</script>");
    assertTrue(page.contains("default-src 'none'; script-src 'sha256-" + digest(script) + "'"));
    assertEquals(-1, page.indexOf("{{"));
    assertEquals(-1, page.indexOf("://"));
  }

  private static String digest(String script) throws GeneralSecurityException {
    byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void it_says_that_times_come_from_samples() throws IOException {
    assertTrue(
        page()
            .contains(
                "5 samples of CPU time in 1.0 s, one every 10 ms of each running thread, 1 more were"
                    + " lost; all times are estimated from samples"));
  }
}
