package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which layer wins, and what environment variables mean.
class LayersTest {

  @Group("grp")
  record Options(
      @Opt(def = "default") String text,
      @Opt OptionalInt number,
      @Opt(def = "false") boolean flag,
      @Opt(multi = true) List<String> many,
      @Opt(def = "") @Matches("^v?$") String regex,
      @Opt(was = {"past", "DEFAULT/older"}) Optional<String> renamed) {}

  @Group
  record Main(@Opt(def = "d") String plain) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program() {
    return disk.program(Options.class, Main.class);
  }

  private Options load(String... args) {
    return program().load(args).get(Options.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A10.1 | default | nnnn",
        "A10.1 | file | ynnn",
        "A10.1 | variable | nynn",
        "A10.1 | variable | yynn",
        "P30 P31 ours: arguments always win | argument | yyyn",
        "P30 | argument | nyyn",
        "A10.1 | code | yyyy",
      })
  void the_strongest_layer_wins(String id, String winner, String layers) {
    if (layers.charAt(0) == 'y') {
      disk.file("etc/prog.conf", "[grp]|text = file");
    }
    if (layers.charAt(1) == 'y') {
      disk.environment.put("OS_GRP__TEXT", "variable");
    }
    String[] args = layers.charAt(2) == 'y' ? new String[] {"--grp-text=argument"} : new String[0];
    ConfigBuilder program = program();
    if (layers.charAt(3) == 'y') {
      program.override("grp", "text", "code");
    }
    assertEquals(winner, program.load(args).get(Options.class).text(), id);
  }

  @Test
  void a_repeated_option_takes_arguments_and_then_the_strongest_layer_below() { // P35 ours
    disk.file("etc/prog.conf", "[grp]|many=f1|many=f2");
    assertEquals(List.of("a", "f1", "f2"), load("--grp-many", "a").many());
    disk.environment.put("OS_GRP__MANY", "abc, d");
    assertEquals(List.of("a", "abc", "d"), load("--grp-many", "a").many());
    assertEquals(
        List.of("c"),
        program()
            .override("grp", "many", "c")
            .load(new String[] {"--grp-many", "a"})
            .get(Options.class)
            .many());
  }

  @Test
  void variables_set_options_of_groups_and_of_default() {
    disk.environment.put("OS_GRP__NUMBER", "5");
    disk.environment.put("OS_DEFAULT__PLAIN", "$grp.number");
    Config config = program().load(new String[0]);
    assertEquals(OptionalInt.of(5), config.get(Options.class).number());
    assertEquals("5", config.get(Main.class).plain());
    assertEquals(new Origin.Variable("OS_GRP__NUMBER"), config.origin("grp", "number"));
  }

  @Test
  void an_empty_variable_counts() { // P34
    disk.file("etc/prog.conf", "[grp]|text = file|number = 1|many = a|many = b");
    disk.environment.put("OS_GRP__TEXT", "");
    disk.environment.put("OS_GRP__NUMBER", "");
    disk.environment.put("OS_GRP__MANY", "");
    assertEquals("", load().text());
    assertEquals(List.of(""), load().many(), "as an empty line in a file");
    assertEquals(OptionalInt.empty(), load().number());
  }

  @Test
  void bad_variables_are_errors_that_name_them() { // P33, P34
    disk.environment.put("OS_GRP__FLAG", "");
    disk.environment.put("OS_GRP__REGEX", "w");
    assertEquals(
        List.of(
            "variable OS_GRP__FLAG: [grp] flag: '' is not a boolean (use true or false)",
            "variable OS_GRP__REGEX: [grp] regex: 'w' does not match the regular expression ^v?$"),
        disk.refusal(program()));
  }

  @Test
  void old_names_have_variables_too() { // A11.3 ours
    disk.environment.put("OS_DEFAULT__OLDER", "o");
    assertEquals(Optional.of("o"), load().renamed());
    disk.environment.put("OS_GRP__PAST", "p");
    assertEquals(Optional.of("p"), load().renamed());
    disk.environment.put("OS_GRP__RENAMED", "r");
    assertEquals(Optional.of("r"), load().renamed());
    assertEquals(
        "variable OS_DEFAULT__OLDER: [DEFAULT] older is an old name of [grp] renamed"
            + " (write renamed in [grp])",
        disk.warnings.getFirst());
  }

  @Test
  void the_environment_can_be_switched_off() { // P32
    disk.environment.put("OS_GRP__TEXT", "variable");
    assertEquals(
        "default", program().readEnvironment(false).load(new String[0]).get(Options.class).text());
  }

  @Test
  void a_variable_of_a_known_group_that_sets_nothing_is_named() {
    disk.environment.put("OS_GRP__TXET", "x");
    disk.environment.put("OS_AUTH_URL", "x");
    disk.environment.put("OS_ELSE__TEXT", "x");
    load();
    assertEquals(
        List.of("variable OS_GRP__TXET: sets no option (did you mean OS_GRP__TEXT?)"),
        disk.warnings);
  }

  @Group("a__b")
  record First(@Opt(def = "1") int c) {}

  @Group("a")
  record Second(@Opt(def = "1", name = "b__c") int c) {}

  @Test
  void two_options_with_one_variable_are_refused() {
    ConfigBuilder builder = disk.program(First.class, Second.class);
    var refusal = assertThrows(IllegalArgumentException.class, () -> builder.load(new String[0]));
    assertEquals(
        "variable OS_A__B__C would belong to [a__b] c and to [a] b__c", refusal.getMessage());
  }

  @Test
  void a_program_changes_the_defaults_of_a_library() { // R01, R02, R12
    ConfigBuilder program = program().defaultOf("grp", "text", "mine");
    assertEquals("mine", program.load(new String[0]).get(Options.class).text());
    disk.file("etc/prog.conf", "[grp]|text = file");
    assertEquals("file", program.load(new String[0]).get(Options.class).text());
  }

  @Test
  void a_bad_default_or_override_is_refused() { // R04, R09, R19
    ConfigBuilder program = program();
    var bad =
        assertThrows(
            IllegalArgumentException.class, () -> program.defaultOf("grp", "number", "many"));
    assertEquals("[grp] number: the default is not an integer", bad.getMessage());
    var unknown =
        assertThrows(IllegalArgumentException.class, () -> program.override("grp", "nubmer", "1"));
    assertEquals("no option [grp] nubmer, did you mean [grp] number?", unknown.getMessage());
    assertEquals(
        List.of("code: [grp] number: 'many' is not an integer"),
        disk.refusal(program.override("grp", "number", "many")));
  }

  @Test
  void an_override_satisfies_a_required_option() { // R15
    ConfigBuilder database = disk.program(Sample.Database.class);
    assertEquals(1, disk.refusal(database).size());
    assertEquals(List.of(), disk.refusal(database.override("database", "connection", "x")));
  }
}
