package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeRulesTest {

  private static final List<TextFile> FILES = Checkout.find().textFiles();

  @Test
  void the_rules_see_the_sources_of_this_project() {
    List<String> paths = FILES.stream().map(TextFile::path).toList();
    String own = "src/test/java/dev/perennial/architecture/CodeRulesTest.java";
    assertTrue(paths.contains("tests/architecture/" + own), paths::toString);
    assertTrue(paths.contains("pom.xml"), paths::toString);
    assertTrue(paths.contains("docs/coming-from.md"), paths::toString);
    assertTrue(paths.stream().anyMatch(path -> path.contains("src/main/java/")), paths::toString);
    assertFalse(paths.stream().anyMatch(path -> path.contains("/target/")), paths::toString);
  }

  @Test
  void unit_tests_do_not_sleep() {
    assertNone(CodeRules::sleepsInUnitTest);
  }

  @Test
  void a_disabled_test_says_why_on_the_line_above() {
    assertNone(CodeRules::disabledWithoutReason);
  }

  @Test
  void nothing_in_the_sources_is_left_for_later() {
    assertNone(CodeRules::unfinished);
  }

  @Test
  void no_preview_feature_is_switched_on() {
    assertNone(CodeRules::preview);
  }

  @Test
  void no_java_file_is_too_long_to_read() {
    assertNone(CodeRules::tooLong);
  }

  @Test
  void no_file_names_a_path_of_one_machine() {
    assertNone(CodeRules::machinePath);
  }

  @Test
  void no_configuration_is_global() {
    assertNone(CodeRules::globalConfig);
  }

  @Test
  void numbers_are_written_alike_in_every_country() {
    assertNone(CodeRules::localDigits);
  }

  @Test
  void a_number_in_the_digits_of_the_country_is_found() {
    String file = "http/src/main/java/dev/perennial/http/A.java";
    assertFound(1, CodeRules::localDigits, file, "\"%s of %02d\"\n    .formatted(a, b);");
    assertFound(1, CodeRules::localDigits, file, "String.format(\"%.1f s\", a);");
    assertFound(1, CodeRules::localDigits, file, "out.printf(\"%d\", a);");
    assertFound(1, CodeRules::localDigits, file, "log(\"port {0,number,#}\", a);");
    assertFound(0, CodeRules::localDigits, file, "\"%s of %s\".formatted(a, b);");
    assertFound(0, CodeRules::localDigits, file, "String.format(Locale.ROOT, \"%.1f s\", a);");
    assertFound(0, CodeRules::localDigits, file, "String a = \"%d\"; \"%s\".formatted(a);");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { void a() throws Exception { Thread.sleep(1); } }",
        "class A { void a() throws Exception { java.lang.Thread.sleep(1); } }",
        "import static java.lang.Thread.sleep; class A {}",
        "class A { void a() throws Exception { TimeUnit.SECONDS.sleep(1); } }",
        "class A { Sleeper sleeper = Thread::sleep; }",
        "class A { void a() { LockSupport.parkNanos(1); } }"
      })
  void a_sleep_in_a_unit_test_is_found(String source) {
    assertFound(1, CodeRules::sleepsInUnitTest, "http/src/test/java/ATest.java", source);
    assertFound(0, CodeRules::sleepsInUnitTest, "http/src/main/java/A.java", source);
    assertFound(0, CodeRules::sleepsInUnitTest, "tests/system/src/test/java/ATest.java", source);
  }

  @Test
  void a_sleep_in_a_comment_or_a_string_is_none() {
    String source = "class A { /* Thread.sleep(1) */ String a = \"Thread.sleep(1)\"; }";
    assertFound(0, CodeRules::sleepsInUnitTest, "http/src/test/java/ATest.java", source);
  }

  @Test
  void a_disabled_test_without_a_reason_is_found() {
    assertFound(1, CodeRules::disabledWithoutReason, "ATest.java", "  @Test\n  @Disabled\n");
    assertFound(1, CodeRules::disabledWithoutReason, "ATest.java", "@Disabled(\"no\")\n");
    assertFound(1, CodeRules::disabledWithoutReason, "ATest.java", "//\n@Disabled\n");
    assertFound(
        0, CodeRules::disabledWithoutReason, "ATest.java", "// needs root\n@Test\n@Disabled\n");
  }

  @Test
  void an_unfinished_place_is_found() {
    assertFound(1, CodeRules::unfinished, "A.java", "// TO" + "DO later");
    assertFound(1, CodeRules::unfinished, "bin/x", "# FIX" + "ME");
    assertFound(0, CodeRules::unfinished, "A.java", "List<String> todo;");
  }

  @Test
  void a_preview_flag_in_the_build_is_found() {
    assertFound(1, CodeRules::preview, ".mvn/jvm.config", "--enable" + "-preview");
    assertFound(1, CodeRules::preview, "a/pom.xml", "<arg>--enable" + "-preview</arg>");
  }

  @Test
  void a_long_file_is_found() {
    assertFound(0, CodeRules::tooLong, "A.java", "\n".repeat(CodeRules.MOST_LINES));
    assertFound(1, CodeRules::tooLong, "A.java", "\n".repeat(CodeRules.MOST_LINES + 1));
  }

  @Test
  void a_path_of_one_machine_is_found() {
    assertFound(1, CodeRules::machinePath, "docs/a.md", "see `/" + "work/main`");
    assertFound(1, CodeRules::machinePath, "A.java", "Path.of(\"/" + "home/jo/x\")");
    assertFound(1, CodeRules::machinePath, "A.java", "C:\\" + "Users\\jo");
    assertFound(0, CodeRules::machinePath, "A.java", "https://example.org/" + "work/x");
    assertFound(0, CodeRules::machinePath, "A.java", "target/" + "work/x and /home/<you>");
  }

  @Test
  void a_global_configuration_is_found() {
    String file = "http/src/main/java/dev/perennial/http/A.java";
    assertFound(1, CodeRules::globalConfig, file, "  private static final Config CONFIG =");
    assertFound(1, CodeRules::globalConfig, file, "static volatile Config config;");
    assertFound(0, CodeRules::globalConfig, file, "static Config load(String name) {");
    assertFound(0, CodeRules::globalConfig, file, "private final Config config;");
  }

  private static void assertNone(Function<TextFile, Stream<String>> rule) {
    List<String> broken = FILES.stream().flatMap(rule).toList();
    assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
  }

  private static void assertFound(
      int count, Function<TextFile, Stream<String>> rule, String path, String text) {
    assertEquals(count, rule.apply(TextFile.of(path, text)).count(), path + ": " + text);
  }
}
