package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// References between options; the letters and numbers behind the cases are those of
/// `docs/design/config-differences.md`.
class ReferencesTest {

  @Group
  record Main(
      @Opt(def = "") String foo,
      @Opt(def = "$foo") String bar,
      @Opt(def = "${bar}") String deep,
      @Opt(def = "7") int number,
      @Opt(def = "2.50") double ratio,
      @Opt(def = "yes") boolean flag,
      @Opt Optional<String> absent,
      @Opt(def = "one,two") List<String> words,
      @Opt(def = "m") String mine,
      @Opt(def = "pw") Secret password) {}

  @Group("grp")
  record Grp(
      @Opt(def = "oo") String oo,
      @Opt(def = "$foo") String fromDefault,
      @Opt(def = "gm") String mine,
      @Opt(def = "$mine") String sees,
      @Opt(def = "$number") int typed,
      @Opt Map<String, String> pairs,
      @Opt List<String> list,
      @Opt(multi = true) List<String> multi) {}

  @TempDir Path directory;

  private ProgramOnDisk disk() {
    return new ProgramOnDisk(directory);
  }

  private String valueOf(String text, String... args) {
    ProgramOnDisk disk = disk();
    disk.file("etc/prog.conf", "[DEFAULT]|foo = F|[grp]|from_default = " + text);
    return disk.program(Main.class, Grp.class).load(args).get(Grp.class).fromDefault();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "S01 | $foo | F",
        "S01 | ${foo} | F",
        "S01 | a${foo}b$foo | aFbF",
        "S01 | $deep | F",
        "S04 | foo-somethin$$k2 | foo-somethin$k2",
        "S04 | foo-somethin\\$k2 | foo-somethin$k2",
        "S04 | $$foo | $foo",
        "S05 | $bar | F",
        "S10 | <$absent> | <>",
        "S11 | $grp.oo | oo",
        "S11 | ${grp.oo} | oo",
        "S11 | ${GRP.oo}.x | oo.x",
        "S11 | ${DEFAULT.foo} | F",
        "S14 | $mine | gm",
        "S14 | ${DEFAULT.mine} | m",
        "S15 | $flag | True",
        "A5.7 | $number | 7",
        "A5.7 | $ratio | 2.5",
        "A5.2 | $ 1$2 $ | $ 1$2 $",
        "A5.2 | ${foo | ${foo",
        "A5.2 | ${foo bar} | ${foo bar}",
        "A5.2 | ${} | ${}",
        "A5.2 | 100% of %(foo)s | 100% of %(foo)s",
        "A5.7 ours | $words | one,two",
      })
  void are_replaced(String id, String text, String expected) {
    assertEquals(expected, valueOf(text), id);
  }

  @ParameterizedTest
  @CsvSource({
    "S02 argument, --foo=X",
    "S02 argument and others, --foo X",
  })
  void see_arguments(String id, String line) {
    assertEquals("X", valueOf("$foo", line.split(" ")), id);
  }

  @Test
  void are_replaced_before_the_text_is_converted() { // S07, S09, A5.10
    ProgramOnDisk disk = disk();
    disk.file(
        "etc/prog.conf",
        "[DEFAULT]|foo = a,b|number=123|[grp]|list = $foo,c|pairs = k$number:$mine,x:${DEFAULT.mine}"
            + "|multi=$foo|multi=$number");
    Grp group = disk.program(Main.class, Grp.class).load(new String[0]).get(Grp.class);
    assertEquals(List.of("a", "b", "c"), group.list());
    assertEquals(123, group.typed());
    assertEquals(Map.of("k123", "gm", "x", "m"), group.pairs());
    assertEquals(List.of("a,b", "123"), group.multi());
  }

  @Test
  void a_result_is_not_looked_at_again() { // A5.8
    assertEquals("$x", valueOf("$foo", "--foo=$$x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "S12 | $fo | refers to '$fo', which is no option (did you mean foo?)",
        "S12 | $grq.oo | refers to '$grq.oo', which is no option (did you mean grp.oo?)",
        "S12 | $grp | refers to '$grp', which is a group (write $grp.option)",
        "S12 | $foo. | refers to '$foo.', which is no option (did you mean foo?)",
        "S13 | $from_default | refers to itself: [grp] from_default -> [grp] from_default",
        "S13 | $sees2 | refers to '$sees2', which is no option (did you mean sees?)",
      })
  void that_lead_nowhere_are_errors_at_their_own_place(String id, String text, String problem) {
    ProgramOnDisk disk = disk();
    disk.file("etc/prog.conf", "[grp]|from_default = " + text);
    List<String> errors = disk.refusal(disk.program(Main.class, Grp.class));
    assertEquals(
        List.of("etc/prog.conf:2:16: [grp] from_default: '" + text + "' " + problem), errors, id);
  }

  @Test
  void a_cycle_is_one_error_that_names_the_way() { // S13
    ProgramOnDisk disk = disk();
    disk.file("etc/prog.conf", "[DEFAULT]|foo = $bar|bar = ${grp.oo}|[grp]|oo = $foo");
    assertEquals(
        List.of(
            "etc/prog.conf:5:6: [grp] oo: '$foo' refers to itself:"
                + " [DEFAULT] foo -> [DEFAULT] bar -> [grp] oo -> [DEFAULT] foo"),
        disk.refusal(disk.program(Main.class, Grp.class)));
  }

  @Test
  void to_a_bad_value_add_no_second_error() {
    ProgramOnDisk disk = disk();
    disk.file("etc/prog.conf", "[DEFAULT]|number = x|foo = $number");
    assertEquals(1, disk.refusal(disk.program(Main.class, Grp.class)).size());
  }

  @Group("big")
  record Big(
      @Opt(def = "0123456789") String a,
      @Opt(def = "$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a$a") String b,
      @Opt(def = "$b$b$b$b$b$b$b$b$b$b$b$b$b$b$b$b") String c,
      @Opt(def = "$c$c$c$c$c$c$c$c$c$c$c$c$c$c$c$c") String d,
      @Opt(def = "$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d$d") String e,
      @Opt(def = "$e$e$e$e$e$e$e$e$e$e$e$e$e$e$e$e") String f) {}

  @Test
  void cannot_fill_the_memory() {
    List<String> errors = disk().refusal(disk().program(Big.class));
    assertEquals(1, errors.size());
    assertTrue(errors.getFirst().contains("becomes longer than 1048576 characters"), errors.get(0));
  }

  @Test
  void to_a_secret_make_a_secret() {
    ProgramOnDisk disk = disk();
    disk.file(
        "etc/prog.conf", "[DEFAULT]|password = hunter2|[grp]|oo = x$password|multi=$password");
    Config config = disk.program(Main.class, Grp.class).load(new String[0]);
    assertEquals("xhunter2", config.get(Grp.class).oo());
    assertFalse(config.describe().toString().contains("hunter2"), config.describe().toString());
    disk.file(
        "etc/prog.conf", "[DEFAULT]|password = hunter2|[grp]|typed = x$password|pairs=$password");
    List<String> errors = disk.refusal(disk.program(Main.class, Grp.class));
    assertEquals(2, errors.size());
    assertFalse(errors.toString().contains("hunter2"), errors.toString());
  }

  @Test
  void that_are_part_of_a_secret_are_not_repeated() {
    ProgramOnDisk disk = disk();
    disk.file("etc/prog.conf", "[DEFAULT]|password = pa$hunter2");
    assertEquals(
        List.of(
            "etc/prog.conf:2:12: [DEFAULT] password: the secret value refers to something that"
                + " cannot be used (write $$ for a dollar)"),
        disk.refusal(disk.program(Main.class)));
  }
}
