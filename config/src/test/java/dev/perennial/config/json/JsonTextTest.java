package dev.perennial.config.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.json.JsonText.Layout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  private static final Map<String, Object> TREE = new LinkedHashMap<>();

  static {
    TREE.put("a", List.of(1, true, 2.5));
    TREE.put("b", Map.of());
    TREE.put("c", Optional.empty());
    TREE.put("d", new JsonText.Raw("[null]"));
    TREE.put("e", List.of());
  }

  @Test
  void a_layout_says_what_stands_between_the_values() {
    assertEquals(
        "{\"a\":[1,true,2.5],\"b\":{},\"c\":null,\"d\":[null],\"e\":[]}",
        JsonText.of(TREE, Layout.COMPACT));
    assertEquals(
        "{\"a\": [1, true, 2.5], \"b\": {}, \"c\": null, \"d\": [null], \"e\": []}",
        JsonText.of(TREE, Layout.SPACED));
    assertEquals(
        """
        {
          "a": [
            1,
            true,
            2.5
          ],
          "b": {},
          "c": null,
          "d": [null],
          "e": []
        }
        """,
        JsonText.of(TREE, Layout.INDENTED));
  }

  @Test
  void every_collection_is_a_list() {
    assertEquals("[[\"x\"]]", JsonText.of(List.of(Set.of("x")), Layout.COMPACT));
  }

  @Test
  void what_would_break_a_text_is_escaped_and_so_is_what_is_not_ascii() {
    assertEquals(
        "\"\\\"\\\\\\n\\r\\t\\u0001\\u007f\\u00e9\\ud83d\\ude00\\ud800\"",
        JsonText.string("\"\\\n\r\t\u0001\u007fé\ud83d\ude00\ud800"));
  }

  @Test
  void texts_are_written_as_they_may_be_shown_and_names_as_they_are() {
    assertEquals(
        "{\"pw\":[\"***\",7]}",
        JsonText.of(
            Map.of("pw", List.of("pw", 7)), Layout.COMPACT, text -> text.replace("pw", "***")));
  }
}
