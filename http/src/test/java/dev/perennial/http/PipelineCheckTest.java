package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether a file leads to an application shows without making it.
class PipelineCheckTest {

  private static final String WHOLE =
      """
      [composite:main]
      use = egg:Paste#urlmap
      / = inner

      [composite:inner]
      use = call:test:composite
      choose = cors filter around app

      [filter:cors]
      use = egg:oslo.middleware#cors
      allowed_origin = https://example.org

      [filter:filter]
      use = call:test:filter

      [filter:around]
      use = call:test:filter_app

      [app:app]
      use = call:test:app
      """;

  @TempDir Path directory;

  private PasteIni ini;

  @BeforeEach
  void begin() {
    ini = new PasteIni(directory);
  }

  private String failure(String text) {
    PipelineLoader loader = ini.loader(text);
    PipelineException failure = assertThrows(PipelineException.class, () -> loader.check("main"));
    return String.valueOf(failure.getMessage()).replace(directory + "/", "");
  }

  @Test
  void what_can_be_made_is_not_made() {
    ini.loader(WHOLE).check("main");
    assertEquals(List.of(), ini.seen);
    ini.loader(WHOLE).loadApp("main");
    assertEquals(3, ini.seen.size());
  }

  @Test
  void what_a_composite_refers_to_is_looked_at() {
    String text = failure(WHOLE.replace("[filter:around]", "[filter:aruond]"));
    assertTrue(text.contains("api-paste.ini:5: no section 'around'"), text);
    text = failure(WHOLE.replace("call:test:app", "call:test:none"));
    assertTrue(text.contains("api-paste.ini:20: 'test:none' has no counterpart"), text);
  }

  @Test
  void what_a_section_says_to_the_library_itself_is_looked_at() {
    String text = failure(WHOLE.replace("https://example.org", "*\nmax_age = long"));
    assertTrue(text.startsWith("api-paste.ini:9: "), text);
    text = failure(WHOLE.replace("/ = inner", "inner = /"));
    assertTrue(text.startsWith("api-paste.ini:1: 'inner' is neither"), text);
  }
}
