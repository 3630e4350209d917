package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of every type from files, under present and old names. The numbers are those of
/// `docs/design/config-differences.md`.
class FileCasesTest {

  @Group("grp")
  record Options(
      @Opt(
              def = "bar",
              was = {"old_text", "old/text", "DEFAULT/text", "old/older_text"})
          String text,
      @Opt(
              was = {"old_flag", "old/flag", "DEFAULT/flag", "old/older_flag"},
              def = "false")
          boolean flag,
      @Opt(
              was = {"old_whole", "old/whole", "DEFAULT/whole", "old/older_whole"},
              def = "666")
          int whole,
      @Opt(
              was = {"old_real", "old/real", "DEFAULT/real", "old/older_real"},
              def = "1.5")
          double real,
      @Opt(
              was = {"old_list", "old/list", "DEFAULT/list", "old/older_list"},
              def = "a")
          List<String> list,
      @Opt(
              was = {"old_dict", "old/dict", "DEFAULT/dict", "old/older_dict"},
              def = "k:v")
          Map<String, String> dict,
      @Opt(def = "[1,2]", bounds = true) List<Integer> bounded,
      @Opt(def = "a") @OneOf({"a", "b", ""}) String choice,
      @Opt
          @OneOf(
              value = {"Foo"},
              ignoreCase = true)
          Optional<String> loose,
      @Opt(def = "1") @Range(min = 1, max = 5) int small) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private Options load(String... files) {
    String[] args =
        Stream.of(files)
            .map(text -> "--config-file=" + disk.file(Math.abs(text.hashCode()) + ".conf", text))
            .toArray(String[]::new);
    return disk.program(Options.class).load(args).get(Options.class);
  }

  private static Object get(Options options, String name) throws ReflectiveOperationException {
    return Options.class.getRecordComponents()[index(name)].getAccessor().invoke(options);
  }

  private static int index(String name) {
    List<String> names =
        GroupSpec.of(Options.class).options().stream().map(option -> option.key().name()).toList();
    return names.indexOf(name);
  }

  static Stream<Arguments> types() {
    return Stream.of(
        Arguments.of("text", "foo", "foo", "other"),
        Arguments.of("flag", "yes", "true", "off"),
        Arguments.of("whole", "667", "667", "1"),
        Arguments.of("real", "2.5", "2.5", "7"),
        Arguments.of("list", "c, d", "[c, d]", "x"),
        Arguments.of("dict", "key:bar", "{key=bar}", "x:y"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void every_type_is_read_under_every_name(String name, String text, String shown, String other)
      throws Exception {
    List<String> places = // F01, F12, F15, F19, F21, F24, then F06, F07, F08, F09
        List.of(
            "[grp]|" + name,
            "[grp]|old_" + name,
            "[old]|" + name,
            "[DEFAULT]|" + name,
            "[old]|older_" + name);
    for (String place : places) {
      assertEquals(shown, get(load(place + " = " + text), name).toString(), place);
    }
    for (String place : places.subList(1, places.size())) { // F10
      String both = place + " = " + other + "|[grp]|" + name + " = " + text;
      assertEquals(shown, get(load(both), name).toString(), both);
    }
    String earlier = "[grp]|" + name + " = " + other;
    String later = places.getLast() + " = " + text;
    assertEquals(shown, get(load(earlier, later), name).toString()); // F03, F04, F16, F26
  }

  @Test
  void defaults_hold_for_what_no_file_says() { // F01, F12, F15, F19, F21, F23, F24
    Options options = load("[grp]");
    assertEquals(
        new Options(
            "bar",
            false,
            666,
            1.5,
            List.of("a"),
            Map.of("k", "v"),
            List.of(1, 2),
            "a",
            Optional.empty(),
            1),
        options);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F11 | choice = b | choice=b",
        "F35 | choice = | choice=,",
        "F33 | text = bar-%08x | text=bar-%08x",
        "F40 | loose = fOO | loose=Optional[fOO]",
        "F20 | small = 5 | small=5",
        "F24 | dict = key:bar:baz | dict={key=bar:baz}",
        "F27 | dict = a:1 ; dict = b:2 | dict={b=2}",
        "F32 | text = x ; whole = 3 | text=x, flag=false, whole=3",
      })
  void are_read(String id, String lines, String shown) {
    String all = load("[grp]\n" + lines.replace(" ; ", "\n")).toString();
    assertTrue(all.contains(shown), id + ": " + all);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "F17 | small = 10 | '10' is above the maximum of 5",
        "F25 | dict = key:bar,baz | 'key:bar,baz' has pair 2, which has no ':' (write key:value)",
        "F36 | choice = c | 'c' is not one of a, b, ''",
        "F42 | whole = word | 'word' is not an integer",
      })
  void are_refused(String id, String line, String problem) {
    disk.file("etc/prog.conf", "[grp]\n" + line);
    List<String> errors = disk.refusal(disk.program(Options.class));
    assertEquals(1, errors.size(), id);
    assertTrue(errors.getFirst().endsWith(": " + problem), errors.getFirst());
    assertTrue(errors.getFirst().startsWith("etc/prog.conf:2:"), errors.getFirst());
  }

  @Test
  void default_directories_are_found_like_default_files() { // P05, P11
    DefaultFiles places = new DefaultFiles(disk.home, disk.etc, disk.environment);
    assertEquals(List.of(), places.directories(Optional.of("proj"), "prog"));
    disk.file("etc/proj/proj.conf.d/a.conf", "[grp]|whole = 1|small = 2");
    disk.file("home/prog.conf.d/a.conf", "[grp]|whole = 2");
    Config config = disk.program(Options.class).load(new String[] {"--grp-small=3"});
    assertEquals(2, config.get(Options.class).whole());
    assertEquals(3, config.get(Options.class).small());
    String named = disk.file("named/x.conf", "[grp]|whole = 3").getParent().toString();
    Config other = disk.program(Options.class).load(new String[] {"--config-dir", named});
    assertEquals(3, other.get(Options.class).whole());
    assertEquals(1, other.get(Options.class).small());
  }

  @Test
  void every_loading_starts_anew() { // P24
    String[] named = {"--config-file=" + disk.file("a.conf", "[grp]|whole = 1")};
    ConfigBuilder program = disk.program(Options.class);
    assertEquals(1, program.load(named).get(Options.class).whole());
    String[] given = {"--grp-whole=2"};
    assertEquals(2, program.load(given).get(Options.class).whole());
    assertEquals(666, program.load(new String[0]).get(Options.class).whole());
  }

  @Test
  void a_place_is_known_of_every_kind_of_value() { // L05 to L08, L10
    String file = disk.file("a.conf", "[grp]|whole = 1|small = 2").toString();
    disk.environment.put("OS_GRP__REAL", "3");
    Config config =
        disk.program(Options.class)
            .override("grp", "flag", "yes")
            .load(new String[] {"--config-file=" + file, "--grp-small=3"});
    assertEquals(new Origin.Default(), config.origin("grp", "text"));
    assertEquals(new Origin.InFile(file, 2, 9), config.origin("grp", "whole"));
    assertEquals(new Origin.Argument(2), config.origin("grp", "small"));
    assertEquals(new Origin.Variable("OS_GRP__REAL"), config.origin("grp", "real"));
    assertEquals(new Origin.Code(), config.origin("grp", "flag"));
  }

  @Group("rules")
  record Rules(
      @Opt(def = "80", form = TextForm.PORT) @Range(min = 80, max = 90) int port,
      @Opt(def = "foo") @Matches("foo|bar") String regex,
      @Opt(def = "q", quotes = true) String quoted,
      @Opt(def = "a") @OneOf({"a", "b", "c"}) String choice) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "F29 | port = 85     | Rules[port=85, regex=foo, quoted=q, choice=a]",
        "F29 | port = 79     | '79' is below the minimum of 80",
        "F29 | port = 91     | '91' is above the maximum of 90",
        "F38 | regex = a bar | Rules[port=80, regex=a bar, quoted=q, choice=a]",
        "F38 | regex = other | 'other' does not match the regular expression foo|bar",
        "F39 | quoted = \"x\" | Rules[port=80, regex=foo, quoted=x, choice=a]",
        "F39 | quoted = \"x  | '\"x' has an opening quote and no closing one",
      })
  void rules_hold_in_files(String id, String line, String result) {
    disk.file("etc/prog.conf", "[rules]\n" + line);
    ConfigBuilder program = disk.program(Rules.class);
    List<String> errors = disk.refusal(program);
    String actual =
        errors.isEmpty()
            ? program.load(new String[0]).get(Rules.class).toString()
            : errors.getFirst().substring(errors.getFirst().indexOf("[rules]"));
    assertTrue(actual.contains(result), id + ": " + actual);
  }

  @Test
  void the_last_file_wins_but_an_argument_beats_it() { // F37
    disk.file("a.conf", "[rules]|choice = b");
    disk.file("b.conf", "[rules]|choice = c");
    String[] files = {
      "--config-file=" + directory + "/a.conf", "--config-file=" + directory + "/b.conf"
    };
    assertEquals("c", disk.program(Rules.class).load(files).get(Rules.class).choice());
    String[] all = {"--rules-choice", "a", files[0], files[1]};
    assertEquals("a", disk.program(Rules.class).load(all).get(Rules.class).choice());
  }

  @Test
  void many_groups_have_one_shape_and_values_of_their_own() { // F34
    List<GroupSpec> groups = new ArrayList<>();
    List<RawValue> values = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      groups.add(GroupSpec.of(Rules.class, "group" + i));
    }
    values.add(new RawValue(OptionKey.of("group3", "port"), "83", new Origin.Code()));
    values.add(new RawValue(OptionKey.of("GROUP7", "port"), "87", new Origin.Code()));
    Map<OptionKey, Effective> read =
        Resolver.resolve(Registry.of(groups), new ConfigSnapshot(1, values), new Problems());
    for (int i = 0; i < 10; i++) {
      int expected = i == 3 ? 83 : i == 7 ? 87 : 80;
      assertEquals(expected, read.get(OptionKey.of("group" + i, "port")).value());
    }
  }
}
