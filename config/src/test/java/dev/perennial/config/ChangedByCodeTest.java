package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a program sets itself: defaults and overrides, alone and against files and arguments. The
/// numbers are those of `docs/design/config-differences.md`.
class ChangedByCodeTest {

  @Group
  record Main(
      @Opt(def = "d") String foo,
      @Opt Optional<String> bar,
      @Opt(def = "false") boolean flag,
      @Opt List<String> list,
      @Opt Map<String, String> dict) {}

  @Group("grp")
  record Grp(
      @Opt(def = "g") String foo,
      @Opt(def = "$foo") String refers,
      @Opt(def = "${sibling}") String toSibling,
      @Opt(def = "s", was = "DEFAULT/old_sibling") String sibling,
      @Opt OptionalInt number) {}

  @Group("needy")
  record Needy(@Opt(required = true) String here) {}

  @Group
  record NeedyMain(
      @Opt(required = true) String must, @Opt(required = true, name = "with-hyphen") int other) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program() {
    return disk.program(Main.class, Grp.class);
  }

  private static String shown(Config config, String key) {
    int dot = key.indexOf('.');
    return config.options().stream()
        .filter(option -> option.section().equals(key.substring(0, dot)))
        .filter(option -> option.name().equals(key.substring(dot + 1)))
        .map(OptionState::text)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // id | option | default by code | override | line of the file | argument | value
        "R01 | DEFAULT.bar    | x     | -       | -          | -              | x",
        "R02 | DEFAULT.bar    | -     | -       | -          | -              | <None>",
        "R03 | grp.foo        | x     | -       | -          | -              | x",
        "R03 | grp.number     | 5     | -       | -          | -              | 5",
        "R03 | grp.foo        | x     | -       | foo = f    | -              | f",
        "R05 | DEFAULT.bar    | -     | x       | -          | -              | x",
        "R05 | DEFAULT.foo    | -     | x       | foo = f    | -              | x",
        "R07 | grp.foo        | -     | x       | foo = f    | --grp-foo=a    | x",
        "R07 | DEFAULT.flag   | -     | true    | -          | --noflag       | true",
        "R07 | DEFAULT.flag   | -     | True    | flag = off | -              | True",
        "R07 | DEFAULT.foo    | -     | True    | -          | -              | True",
        "R07 | DEFAULT.list   | -     | a,b     | list = c   | --list=d       | a,b",
        "R07 | DEFAULT.dict   | -     | a:1,b:2 | dict = c:3 | -              | a:1,b:2",
        "S06 | DEFAULT.bar    | $foo  | -       | -          | -              | d",
        "S06 | DEFAULT.bar    | $foo  | -       | foo = f    | -              | f",
        "S06 | DEFAULT.bar    | -     | ${foo}x | foo = f    | -              | fx",
        "S06 | grp.number     | -     | $grp.foo | foo = 7   | -              | 7",
        "S08 | grp.to_sibling | -     | -       | -          | -              | s",
        "S08 | grp.to_sibling | -     | -       | sibling = f | -             | f",
        "S08 | grp.to_sibling | -     | -       | -          | --grp-sibling=a | a",
        "S08 | grp.refers     | -     | -       | foo = f    | -              | f",
      })
  void counts(
      String id,
      String option,
      String byCode,
      String override,
      String line,
      String argument,
      String value) {
    int dot = option.indexOf('.');
    String section = option.substring(0, dot);
    String name = option.substring(dot + 1);
    ConfigBuilder program = program();
    if (byCode != null) {
      program.defaultOf(section, name, byCode);
    }
    if (override != null) {
      program.override(section, name, override);
    }
    if (line != null) {
      disk.file("etc/prog.conf", "[" + section + "]|" + line);
    }
    Config config = program.load(argument == null ? new String[0] : new String[] {argument});
    assertEquals(value, shown(config, option), id);
  }

  @Test
  void a_sibling_is_found_under_its_old_name_too() { // S08
    disk.file("etc/prog.conf", "[DEFAULT]|old_sibling = o");
    assertEquals("o", program().load(new String[0]).get(Grp.class).toSibling());
  }

  @Test
  void every_program_begins_without_what_another_one_set() { // R05, R06, R10, X05
    program().override("DEFAULT", "foo", "x").defaultOf("DEFAULT", "bar", "y").load(new String[0]);
    Main fresh = program().load(new String[0]).get(Main.class);
    assertEquals("d", fresh.foo());
    assertEquals(Optional.empty(), fresh.bar());
  }

  @Test
  void what_code_sets_stays_when_files_are_read_again() { // R10
    disk.file("etc/prog.conf", "[DEFAULT]|foo = file|bar = file");
    Config config =
        program()
            .override("DEFAULT", "foo", "code")
            .defaultOf("grp", "foo", "default")
            .load(new String[0]);
    disk.file("etc/prog.conf", "[DEFAULT]|foo = other");
    assertTrue(config.reload() instanceof Mutated);
    assertEquals("code", config.get(Main.class).foo());
    assertEquals(Optional.empty(), config.get(Main.class).bar());
    assertEquals("default", config.get(Grp.class).foo());
  }

  @Test
  void required_options_may_be_set_anywhere() { // R13
    disk.file("etc/prog.conf", "[DEFAULT]|must = file|[needy]|here = file");
    String[] arguments = {"--with-hyphen", "5"};
    Config config = disk.program(NeedyMain.class, Needy.class).load(arguments);
    assertEquals(new NeedyMain("file", 5), config.get(NeedyMain.class));
    assertEquals("file", config.get(Needy.class).here());
  }

  @Test
  void all_required_options_that_are_missing_are_named() { // R14
    assertEquals(
        List.of(
            "[DEFAULT] must is required but not set (set it in a file or with --must)",
            "[DEFAULT] with_hyphen is required but not set (set it in a file or with --with-hyphen)",
            "[needy] here is required but not set (set it in a file or with --needy-here)"),
        disk.refusal(disk.program(NeedyMain.class, Needy.class)));
  }

  @Test
  void a_default_by_code_satisfies_a_required_option() { // R15
    ConfigBuilder program = disk.program(Needy.class).defaultOf("needy", "here", "code");
    assertEquals("code", program.load(new String[0]).get(Needy.class).here());
  }
}
