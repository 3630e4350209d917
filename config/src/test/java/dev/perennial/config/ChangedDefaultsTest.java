package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Programs prefer other defaults for options of libraries, and their tools show them.
class ChangedDefaultsTest {

  @Group
  record Library(@Opt(help = "Foo.") Optional<String> foo) {}

  @Group
  record Own(@Opt(help = "Bar.", def = "1") int bar) {}

  private static final class LibraryProvider implements OptionProvider {
    @Override
    public String namespace() {
      return "library";
    }

    @Override
    public List<Class<? extends Record>> groups() {
      return List.of(Library.class);
    }
  }

  /// Two options, one of which is none of its own.
  private static final class Changing implements OptionProvider {
    @Override
    public String namespace() {
      return "program";
    }

    @Override
    public List<Class<? extends Record>> groups() {
      return List.of(Own.class);
    }

    @Override
    public List<ChangedDefault> changedDefaults() {
      return List.of(
          new ChangedDefault("DEFAULT", "foo", "changed"),
          new ChangedDefault("DEFAULT", "bar", "7"));
    }
  }

  @Test
  void defaults_that_a_program_changes_are_those_of_its_sample_only() // G33
      throws UnknownNamespaceException {
    OptionCatalog catalog = OptionCatalog.of(List.of(new LibraryProvider(), new Changing()));
    String both = sample(catalog, "library", "program");
    assertTrue(both.contains("#foo = changed\n"), both);
    assertTrue(both.contains("#bar = 7\n"), both);
    String library = sample(catalog, "library");
    assertTrue(library.contains("#foo = <None>\n"), library);
  }

  private static String sample(OptionCatalog catalog, String... namespaces)
      throws UnknownNamespaceException {
    return catalog.select(List.of(namespaces)).sample(SampleFormat.INI, SampleLayout.COMPLETE);
  }

  @Test
  void a_program_takes_its_changes_from_its_provider() { // G33
    Config config =
        Config.program("p")
            .groups(Own.class)
            .groups(Library.class)
            .defaults(new Changing().changedDefaults())
            .readEnvironment(false)
            .load(new String[0]);
    assertEquals(7, config.get(Own.class).bar());
  }
}
