package dev.perennial.config;

import static dev.perennial.config.TestProvider.provider;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionCatalogTest {

  @Group
  record Options(@Opt(help = "Foo.") Optional<String> foo) {}

  @Test
  void an_unknown_namespace_is_refused_with_advice() {
    OptionCatalog catalog =
        OptionCatalog.of(List.of(provider("a.first", Options.class), provider("b", Options.class)));
    assertEquals(List.of("a.first", "b"), catalog.namespaces());
    assertEquals("no namespace 'a.frist': did you mean a.first?", refusal(catalog, "a.frist"));
    assertEquals("no namespace 'x.y.z.q': there are a.first, b", refusal(catalog, "x.y.z.q"));
    assertEquals(
        "no namespace 'b': nothing on the class path provides options",
        refusal(OptionCatalog.of(List.of()), "b"));
  }

  @Test
  void oslo_service_alone_is_refused_and_its_four_parts_are_named() {
    assertEquals(
        "no namespace 'oslo.service': it has parts, ask for those that the program uses:"
            + " oslo.service.periodic_task, oslo.service.service, oslo.service.sslutils,"
            + " oslo.service.wsgi",
        refusal(OptionCatalog.of(List.of()), "oslo.service"));
  }

  private static String refusal(OptionCatalog catalog, String namespace) {
    return String.valueOf(
        assertThrows(UnknownNamespaceException.class, () -> catalog.select(List.of(namespace)))
            .getMessage());
  }
}
