package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineLoaderTest {

  @TempDir Path directory;

  private PasteIni ini() {
    return new PasteIni(directory);
  }

  private String answer(String text, String app) {
    return ini().answer(text, app, "/x");
  }

  private String lookupFailure(String text, String app) {
    PasteAppNotFoundException failure =
        assertThrows(PasteAppNotFoundException.class, () -> ini().loader(text).loadApp(app));
    assertEquals(app, failure.name());
    assertEquals(directory.resolve("api-paste.ini"), failure.path());
    return String.valueOf(failure.getMessage()).replace(directory + "/", "");
  }

  private String failure(String text) {
    PipelineException failure =
        assertThrows(PipelineException.class, () -> ini().loader(text).loadApp("main"));
    return String.valueOf(failure.getMessage()).replace(directory + "/", "");
  }

  @Test
  void a_file_that_is_nowhere_is_named() {
    PasteIni ini = ini();
    Config relative =
        Config.forTesting(PasteOptions.class).set("DEFAULT", "api_paste_config", "no.ini").build();
    ConfigNotFoundException failure =
        assertThrows(
            ConfigNotFoundException.class, () -> PipelineLoader.of(relative, ini.factories()));
    assertEquals("no.ini", failure.path());
    assertTrue(String.valueOf(failure.getMessage()).contains("'no.ini'"));
    Path absolute = directory.resolve("none.ini");
    ConfigNotFoundException second =
        assertThrows(
            ConfigNotFoundException.class, () -> PipelineLoader.ofFile(absolute, ini.factories()));
    assertEquals(absolute.toString(), second.path());
  }

  @Test
  void the_file_is_found_beside_the_configuration() {
    PasteIni ini = ini();
    Path file = ini.write("api-paste.ini", "[app:main]\nuse = call:test:app\n");
    Path conf = ini.write("api.conf", "");
    Config config =
        Config.program("api")
            .groups(PasteOptions.class)
            .load(new String[] {"--config-file=" + conf});
    PipelineLoader loader = PipelineLoader.of(config, ini.factories());
    assertEquals(file, loader.path());
    assertEquals("{}|/x", PasteIni.answer(loader.loadApp("main"), TestRequest.of("GET", "/x")));
  }

  @Test
  void an_unknown_app_is_named_with_its_file() {
    assertEquals(
        "cannot load app 'no' from api-paste.ini: api-paste.ini: no section 'no' (prefixed by app,"
            + " application, composite, composit, pipeline, filter-app) in api-paste.ini",
        lookupFailure("[app:main]\nuse = call:test:app\n", "no"));
  }

  @Test
  void an_app_gets_its_settings_and_the_global_ones() {
    PasteIni ini = ini();
    ini.loader(
            """
            [DEFAULT]
            debug = yes
            root = %(here)s/www
            [app:static]
            use = egg:Paste#static
            document_root = %(root)s
            """)
        .loadApp("static");
    PipelineSettings seen = ini.seen.getFirst();
    assertEquals(directory + "/www", seen.require("document_root"));
    assertEquals("yes", seen.global().get("debug"));
    assertEquals(directory.toString(), seen.global().get("here"));
    assertEquals(directory + "/api-paste.ini", seen.global().get("__file__"));
  }

  @Test
  void a_factory_may_be_a_class() {
    String name = PasteIni.ByClass.class.getName();
    assertEquals("by class", answer("[app:main]\npaste.app_factory = " + name + "\n", "main"));
    assertEquals("by class", answer("[app:main]\nuse = call:" + name + "\n", "main"));
  }

  @Test
  void a_factory_that_is_not_there_or_no_factory_is_told_of_with_its_line() {
    assertEquals(
        "api-paste.ini:2: there is no class 'no.such.Class' on the class path, and no alias of that"
            + " name",
        failure("[app:main]\npaste.app_factory = no.such.Class\n"));
    assertEquals(
        "api-paste.ini:2: class java.lang.Object is no PipelineFactory, so it cannot make anything"
            + " here",
        failure("[app:main]\npaste.app_factory = java.lang.Object\n"));
    assertTrue(
        failure("[app:main]\nuse = egg:Nobody#x\n")
            .startsWith(
                "api-paste.ini:2: 'egg:Nobody#x' has no counterpart in this program: take it out of the"));
    assertTrue(
        failure("[app:main]\npaste.app_factory = " + PasteIni.Unmade.class.getName() + "\n")
            .endsWith("cannot be made: java.lang.IllegalStateException: no luck"));
    assertEquals(
        "api-paste.ini:3: 'call:test:filter' does not make an app",
        failure("[app:main]\n\nuse = call:test:filter\n"));
  }

  @Test
  void both_spellings_of_a_kind_are_one_and_the_first_wins() {
    assertEquals("{a=1}|/x", answer("[application:x]\nuse = call:test:app\na = 1\n", "x"));
    assertEquals(
        "{}|/x", answer("[application:x]\nuse = no\n[app:x]\npaste.app_factory = test:app\n", "x"));
  }

  @Test
  void a_section_without_a_name_is_main() {
    assertEquals("{}|/x", answer("[app]\npaste.app_factory = test:app\n", "main"));
  }

  @Test
  void a_name_of_two_kinds_is_ambiguous() {
    assertTrue(
        lookupFailure("[app:x]\na = 1\n[pipeline:x]\npipeline = y\n", "x")
            .endsWith(
                "'x' is ambiguous: it may be [app:x] at api-paste.ini:1 or [pipeline:x] at"
                    + " api-paste.ini:3"));
  }

  @Test
  void what_the_defaults_have_is_no_setting_of_a_section() {
    PasteIni ini = ini();
    ini.loader("[DEFAULT]\na = 1\n[app:main]\npaste.app_factory = test:app\na = 2\nb = %(a)s\n")
        .loadApp("main");
    assertEquals("1", ini.seen.getFirst().global().get("a"));
    assertEquals(java.util.Map.of("b", "2"), ini.seen.getFirst().local());
  }

  @Test
  void set_changes_a_global_for_a_section_and_what_it_refers_to() {
    PasteIni ini = ini();
    ini.loader(
            """
            [DEFAULT]
            a = 1
            [app:main]
            use = other
            set a = 2
            get copy = a
            [app:other]
            paste.app_factory = test:app
            [app:third]
            paste.app_factory = test:app
            """)
        .loadApp("main");
    assertEquals("2", ini.seen.getFirst().global().get("a"));
    assertEquals("2", ini.seen.getFirst().require("copy"));
    assertTrue(
        lookupFailure("[app:x]\npaste.app_factory = test:app\nget a = nothing\n", "x")
            .endsWith("api-paste.ini:3: there is no 'nothing' in [DEFAULT] to get"));
  }

  @Test
  void use_inherits_settings_key_by_key() {
    String text =
        """
        [app:main]
        use = base
        b = mine
        [app:base]
        use = call:test:app
        a = 1
        b = 2
        """;
    assertEquals("{a=1, b=mine}|/x", answer(text, "main"));
  }

  @Test
  void another_file_is_found_from_this_one_and_sees_its_globals() {
    PasteIni ini = ini();
    ini.write(
        "other.ini",
        """
        [DEFAULT]
        own = there
        both = there
        [app:api]
        paste.app_factory = test:app
        from = %(outer)s %(own)s
        """);
    PipelineLoader loader =
        ini.loader(
            "[DEFAULT]\nouter = 100%%\nboth = here\n[app:main]\nuse = config:other.ini#api\n");
    assertEquals(
        "{from=100% there}|/x",
        PasteIni.answer(loader.loadApp("main"), TestRequest.of("GET", "/x")));
    assertEquals("here", ini.seen.getFirst().global().get("both"));
    assertEquals("there", ini.seen.getFirst().global().get("own"));
    assertEquals(directory + "/api-paste.ini", ini.seen.getFirst().global().get("__file__"));
    assertEquals(
        "missing.ini: cannot be read: there is no such file",
        failure("[app:main]\nuse = config:missing.ini\n"));
  }

  @Test
  void an_unknown_scheme_is_told_of() {
    assertTrue(
        lookupFailure("[app:x]\nuse = ftp:nothing\n", "x")
            .endsWith(
                "api-paste.ini:2: 'ftp:nothing' begins neither with config:, egg: nor call:"));
  }

  @Test
  void the_first_filter_of_a_pipeline_is_the_outermost() {
    String text =
        """
        [pipeline:main]
        pipeline = f1
          # a comment inside
          f2 app
        [filter:f1]
        paste.filter_factory = test:filter
        mark = one
        [filter:f2]
        use = f1
        mark = two
        [app:app]
        paste.app_factory = test:app
        """;
    assertEquals("one(two({}|/x))", answer(text, "main"));
  }

  @Test
  void everything_that_a_pipeline_lacks_is_told_at_once() {
    String text = lookupFailure("[pipeline:x]\npipeline = f1 f2 app\n", "x");
    assertTrue(text.contains("api-paste.ini:2: no section 'f1' (prefixed by filter)"), text);
    assertTrue(text.contains("; api-paste.ini:2: no section 'f2'"), text);
  }

  @Test
  void a_pipeline_has_no_other_settings() {
    assertTrue(
        lookupFailure("[pipeline:x]\npipeline = a\nb = 1\n", "x")
            .endsWith("api-paste.ini:1: [pipeline:x] may have no other settings, but has b"));
    assertTrue(
        lookupFailure("[pipeline:x]\n", "x")
            .endsWith("[pipeline:x] has no 'pipeline', which it needs"));
  }

  @Test
  void filter_with_wraps_an_app_or_a_filter() {
    String text =
        """
        [app:main]
        paste.app_factory = test:app
        filter-with = outer
        [filter:outer]
        paste.filter_factory = test:filter
        mark = o
        filter-with = outermost
        [filter:outermost]
        paste.filter_app_factory = test:filter_app
        mark = oo
        """;
    assertEquals("oo[o({}|/x)]", answer(text, "main"));
  }

  @Test
  void filter_app_is_a_filter_around_the_next_app() {
    String text =
        """
        [filter-app:main]
        paste.filter_factory = test:filter
        mark = f
        next = app
        [app:app]
        paste.app_factory = test:app
        """;
    assertEquals("f({}|/x)", answer(text, "main"));
    assertTrue(
        lookupFailure("[filter-app:x]\npaste.filter_factory = test:filter\n", "x")
            .endsWith("[filter-app:x] has no 'next', which it needs"));
  }

  @Test
  void a_section_says_once_what_it_is_made_by() {
    assertTrue(lookupFailure("[app:x]\na = 1\n", "x").contains("does not say what it is made by"));
    assertTrue(
        lookupFailure("[app:x]\npaste.app_factory = a\npaste.composite_factory = b\n", "x")
            .contains("says more than once what it is made by"));
  }

  @Test
  void sections_that_refer_to_each_other_are_told_of() {
    assertTrue(
        lookupFailure("[app:x]\nuse = y\n[app:y]\nuse = x\n", "x")
            .endsWith("sections refer to each other: [app:x] → [app:y] → [app:x]"));
    assertTrue(
        lookupFailure("[composite:x]\nuse = call:test:composite\nchoose = x\n", "x")
            .endsWith("sections refer to each other: [composite:x] → [composite:x]"));
  }

  @Test
  void a_composite_makes_its_parts_by_name() {
    String text =
        """
        [composite:main]
        paste.composite_factory = test:composite
        choose = f app
        [filter:f]
        paste.filter_factory = test:filter
        mark = f
        [app:app]
        paste.app_factory = test:app
        """;
    assertEquals("f({}|/x)", answer(text, "main"));
  }

  @Test
  void variables_that_are_unknown_or_malformed_are_told_of() {
    assertEquals(
        "api-paste.ini:3: 'a': there is no 'no' in this section or in [DEFAULT]",
        failure("[app:main]\npaste.app_factory = test:app\na = %(no)s\n"));
    assertEquals(
        "api-paste.ini:2: 'a': a '%' must be part of %(name)s, or be written twice",
        failure("[app:main]\na = 100%\n"));
    assertEquals(
        "api-paste.ini:2: 'a': variables refer to each other in a circle",
        failure("[app:main]\na = %(a)s\n"));
  }

  @Test
  void a_factory_that_refuses_its_section_is_told_with_the_line() {
    assertEquals(
        "api-paste.ini:2: 'choose' is missing",
        failure("# none\n[app:main]\nuse = call:test:composite\n"));
  }

  @Test
  void comments_stand_in_lines_of_their_own_and_keys_keep_their_case() {
    String text =
        "[app:main]\npaste.app_factory: test:app\n# no\n  ; no\nKey = a ; b # c\n  more\n\n  last\n";
    assertEquals("{Key=a ; b # c\nmore\n\nlast}|/x", answer(text, "main"));
  }

  @Test
  void all_lines_that_cannot_be_understood_are_told_of_together() {
    List<String> lines =
        failure("a = 1\n[app:main\n[]\nnothing\n[app:main]\nnothing\n").lines().toList();
    assertEquals(
        List.of(
            "api-paste.ini:1: this stands before any section; write [DEFAULT] above it",
            "api-paste.ini:2: section header '[app:main' needs a name and a ']'",
            "api-paste.ini:3: section header '[]' needs a name and a ']'",
            "api-paste.ini:4: this stands before any section; write [DEFAULT] above it",
            "api-paste.ini:6: neither 'key = value' nor a section header: 'nothing'"),
        lines);
  }
}
