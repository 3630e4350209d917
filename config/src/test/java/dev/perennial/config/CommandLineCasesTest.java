package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Arguments of every kind. The numbers are those of `docs/design/config-differences.md`.
class CommandLineCasesTest {

  @Group
  record Main(
      @Opt Optional<String> foo,
      @Opt(def = "10", letter = 'n') int number,
      @Opt OptionalDouble real,
      @Opt(def = "false", letter = 'v') boolean verbose,
      @Opt List<String> list,
      @Opt Map<String, String> dict,
      @Opt(multi = true) List<Integer> many,
      @Opt(form = TextForm.IP_ADDRESS) Optional<String> ip,
      @Opt(form = TextForm.PORT) OptionalInt port,
      @Opt(def = "a", metavar = "WORD", help = "Choose.") @OneOf({"a", ""}) String choice) {}

  @Group
  record Positions(
      @Opt(positional = true, help = "What to do.") String action,
      @Opt(positional = true, def = "0") int times,
      @Opt(positional = true, multi = true, secret = true) List<String> rest) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private Main load(String... args) {
    return disk.program(Main.class).load(args).get(Main.class);
  }

  @Test
  void nothing_given_leaves_defaults() { // C01, C07, C10
    assertEquals(
        new Main(
            Optional.empty(),
            10,
            OptionalDouble.empty(),
            false,
            List.of(),
            Map.of(),
            List.of(),
            Optional.empty(),
            OptionalInt.empty(),
            "a"),
        load());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C02 | --foo bar | foo=Optional[bar]",
        "C08 | --verbose | verbose=true",
        "C09 | --verbose --noverbose | verbose=false",
        "C10 | --number=20 | number=20",
        "C11 | --real 2.0 | real=OptionalDouble[2.0]",
        "C12 | --ip ::1 | ip=Optional[::1]",
        "C13 | --list=blaa,bar | list=[blaa, bar]",
        "C14 | --dict key1:blaa | dict={key1=blaa}",
        "C14 the last replaces | --dict a:1 --dict b:2 | dict={b=2}",
        "C15 | --port 80 | port=OptionalInt[80]",
        "C18 | --many 1 --many=2 | many=[1, 2]",
        "letters | -v -n 5 | number=5",
        "letters | -n=5 | number=5",
        "negative | --number -5 | number=-5",
        "empty choice | --choice= | choice=]",
      })
  void are_taken(String id, String line, String shown) {
    String all = load(line.split(" ")).toString();
    assertTrue(all.contains(shown.equals("choice=]") ? "choice=]" : shown), id + ": " + all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "C37 | --fooo 1 | argument 1: unknown argument '--fooo' (did you mean --foo?)",
        "C38 | --number bar | argument 1: [DEFAULT] number: 'bar' is not an integer",
        "C38 | --real bar | argument 1: [DEFAULT] real: 'bar' is not a number",
        "C39 | --choice b | argument 1: [DEFAULT] choice: 'b' is not one of a, ''",
        "C45 ours: no abbreviations | --numb 5 | argument 1: unknown argument '--numb'",
        "C46 | --verbose=true | argument 1: --verbose takes no value",
        "C46 | --no-verbose | argument 1: unknown argument '--no-verbose' (did you mean --noverbose?)",
        "letters | -x | argument 1: unknown argument '-x'",
      })
  void are_refused_with_status_2(String id, String line, String error) {
    List<String> errors = disk.refusal(disk.program(Main.class), line.split(" "));
    assertEquals(1, errors.size(), id);
    assertTrue(errors.getFirst().startsWith(error), errors.getFirst());
    var refusal = assertThrows(ConfigException.class, () -> load(line.split(" ")));
    assertEquals(2, refusal.exitStatus());
  }

  @Test
  void without_names_fill_the_options_in_their_order() { // C22, C23, C28
    Positions given =
        disk.program(Positions.class)
            .load(new String[] {"start", "3", "--", "a", "--b", "-"})
            .get(Positions.class);
    assertEquals(new Positions("start", 3, List.of("a", "--b", "-")), given);
    assertEquals(
        new Positions("stop", 0, List.of()),
        disk.program(Positions.class).load(new String[] {"stop"}).get(Positions.class));
  }

  @Test
  void that_are_missing_are_wrong_use() { // C25
    ConfigException refusal =
        assertThrows(
            ConfigException.class, () -> disk.program(Positions.class).load(new String[0]));
    assertEquals(2, refusal.exitStatus());
    assertEquals("argument TEXT is missing: [DEFAULT] action", refusal.getMessage());
  }

  @Test
  void without_names_may_be_secret() {
    Config config = disk.program(Positions.class).load(new String[] {"go", "1", "hunter2"});
    assertTrue(config.describe().contains("command line arguments: go 1 ****"));
  }

  @Test
  void that_a_boolean_cannot_be() { // C24
    @Group
    record Bad(@Opt(positional = true, def = "true") boolean flag) {}
    var refusal = assertThrows(IllegalArgumentException.class, () -> GroupSpec.of(Bad.class));
    assertTrue(refusal.getMessage().endsWith("a boolean cannot be positional"));
  }

  @Test
  void help_shows_words_letters_and_positions() { // C19, C26, C33
    Startup.Answered answer =
        assertInstanceOf(
            Startup.Answered.class,
            disk.program(Main.class, Positions.class).start(new String[] {"-h"}));
    String text = answer.text();
    assertTrue(text.startsWith("Usage: prog [OPTION]... TEXT [INTEGER] [TEXT]..."), text);
    assertTrue(text.contains("  --number, -n INTEGER"), text);
    assertTrue(text.contains("  --verbose, --noverbose, -v"), text);
    assertTrue(text.contains("  --choice WORD\n      Choose. (one of a, ''; default a)"), text);
  }

  @Group
  record Named(
      @Opt(def = "m", multi = true, was = "old-many") List<String> many,
      @Opt(def = "z") String zebra,
      @Opt(def = "a") String ape,
      @Opt(name = "two-words", def = "t") String words,
      @Opt(def = "One")
          @OneOf(
              value = {"One", "Two"},
              ignoreCase = true)
          String choice,
      @Opt(def = "abc") @Matches(value = "^[a-c]+$", ignoreCase = true) String letters,
      @Opt(def = "abc") @Matches("(?i)^[a-c]+$") String flagged) {}

  private Named named(String... args) {
    return disk.program(Named.class).load(args).get(Named.class);
  }

  @Test
  void a_repeated_option_has_a_default_until_it_is_given_by_any_name() { // C17, C18
    assertEquals(List.of("m"), named().many());
    assertEquals(List.of("x", "y"), named("--many=x", "--old-many", "y").many());
  }

  @Test
  void in_another_letter_case_keep_their_spelling() { // C43, T025
    assertEquals("aBC", named("--flagged=aBC").flagged());
    assertEquals("tWO", named("--choice=tWO").choice());
    assertEquals("CAB", named("--letters=CAB").letters());
  }

  @Test
  void hyphens_of_a_name_are_underscores_in_files() { // C27, R26
    assertEquals("x", named("--two-words=x").words());
    disk.file("etc/prog.conf", "[DEFAULT]|two_words = f");
    assertEquals("f", named().words());
    disk.file("etc/prog.conf", "[DEFAULT]|two-words = f");
    assertEquals("t", named().words());
    assertTrue(disk.warnings.getFirst().contains("two_words"), disk.warnings::toString);
  }

  @Test
  void every_file_that_is_named_is_read() { // C21
    disk.file("a.conf", "[DEFAULT]|zebra = 1|ape = 1");
    disk.file("b.conf", "[DEFAULT]|zebra = 2");
    Named read =
        named("--config-file", directory + "/a.conf", "--config-file=" + directory + "/b.conf");
    assertEquals("21", read.zebra() + read.ape());
  }

  @Test
  void help_is_sorted_and_leaves_old_names_out() { // C34, C35
    var answer =
        assertInstanceOf(
            Startup.Answered.class,
            disk.program(Named.class, Positions.class).start(new String[] {"--help"}));
    String text = answer.text();
    assertTrue(text.indexOf("--ape") < text.indexOf("--zebra"), text);
    assertTrue(text.indexOf("What to do.") > 0, text);
    assertFalse(text.contains("old"), text);
  }
}
