package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

  @Test
  void every_link_of_a_document_leads_somewhere() {
    Checkout checkout = Checkout.find();
    Map<String, TextFile> documents =
        checkout.textFiles().stream()
            .filter(file -> file.path().endsWith(".md"))
            .collect(Collectors.toMap(TextFile::path, file -> file));
    Links links =
        new Links(
            path -> Files.exists(checkout.root().resolve(path)),
            path -> Optional.ofNullable(documents.get(path)));
    List<String> broken =
        documents.values().stream().flatMap(file -> links.broken(file).stream()).sorted().toList();
    assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
    assertTrue(documents.containsKey("docs/guide/start.md"), documents.keySet()::toString);
  }

  private static List<String> broken(String text) {
    TextFile document = TextFile.of("docs/guide/a.md", text);
    return new Links(
            List.of("docs/guide/a.md", "docs/b.md", "docs/guide")::contains,
            path -> Optional.of(TextFile.of(path, "# One `thing`: or two\n")))
        .broken(document);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[b](../b.md)",
        "[b](../b.md#one-thing-or-two)",
        "[self](#one-thing-or-two)",
        "[folder](../guide)",
        "[far](https://example.org/a.md#b)",
        "```\n[code](c.md)\n```"
      })
  void a_link_that_leads_somewhere_is_right(String text) {
    assertEquals(List.of(), broken(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b.md", "../b.md#two", "#three", "../../b.md"})
  void a_link_to_nothing_is_found(String target) {
    assertEquals(List.of("docs/guide/a.md links to " + target), broken("See [b](" + target + ")."));
  }
}
