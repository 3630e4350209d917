package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names of the past; the letters and numbers behind the cases are those of
/// `docs/design/config-differences.md`.
class OldNamesTest {

  @Group("new")
  record New(
      @Opt(
              def = "d",
              was = {"former", "DEFAULT/oldest", "old/"})
          String name,
      @Opt(def = "1", was = "old/num") int number,
      @Opt(def = "false", was = "old_flag") boolean flag,
      @Opt(
              was = {"old/items", "older/items"},
              multi = true)
          List<String> items,
      @Opt(was = "old/pairs") Map<String, String> pairs,
      @Opt(def = "x", was = "old/shared") String first) {}

  @Group("other")
  record Other(@Opt(def = "y", was = "old/shared") String second) {}

  @Group("gone")
  record Gone(
      @Opt(def = "a") @DeprecatedForRemoval String plain,
      @Opt(def = "b") @DeprecatedForRemoval(since = "2.1", reason = "nobody needs it")
          String reasoned,
      @Opt(def = "c") @DeprecatedForRemoval String unset) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private Config load(String... args) {
    return disk.program(New.class, Other.class, Gone.class).load(args);
  }

  private List<String> warnings() {
    return disk.warnings.stream().map(w -> w.replace(directory + "/", "")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "N05 same group | `[new];former=v` | v",
        "N05 default group | `[DEFAULT];oldest=v` | v",
        "N01 F07 old group | `[old];name=v` | v",
        "F10 present name wins | `[new];name=v;former=w;[DEFAULT];oldest=x` | v",
        "A4.4 first of the list wins | `[DEFAULT];oldest=x;[new];former=w` | w",
        "A4.4 order in the file does not count | `[new];former=w;[DEFAULT];oldest=x` | w",
        "N02 second of the list | `[old];name=z` | z",
        "F27 twice | `[new];former=a;former=b` | b",
        "OLD in capitals | `[OLD];name=z` | z",
      })
  void still_work(String id, String file, String expected) {
    disk.file("etc/prog.conf", file.replace(';', '\n'));
    assertEquals(expected, load().get(New.class).name(), id);
  }

  @Test
  void of_a_later_file_beat_the_present_name_of_an_earlier_one() { // F04, F26
    String a = disk.file("a.conf", "[new]|name = a").toString();
    String b = disk.file("b.conf", "[DEFAULT]|oldest = b").toString();
    assertEquals("b", load("--config-file", a, "--config-file", b).get(New.class).name());
    assertEquals("a", load("--config-file", b, "--config-file", a).get(New.class).name());
  }

  @Test
  void of_a_repeated_option_come_first_the_last_listed_before_all() { // A4.3, F31
    disk.file("etc/prog.conf", "[new]|items=n|[old]|items=o1|items=o2|[older]|items=oo");
    assertEquals(List.of("oo", "o1", "o2", "n"), load().get(New.class).items());
  }

  @Test
  void may_feed_several_options() { // N04
    disk.file("etc/prog.conf", "[old]|shared = s|num = 5|pairs = a:b");
    Config config = load();
    assertEquals("s", config.get(New.class).first());
    assertEquals("s", config.get(Other.class).second());
    assertEquals(5, config.get(New.class).number());
    assertEquals(Map.of("a", "b"), config.get(New.class).pairs());
    disk.file("etc/prog.conf", "[old]|shared = s|[other]|second = t");
    assertEquals("s", load().get(New.class).first());
    assertEquals("t", load().get(Other.class).second());
  }

  @Test
  void are_named_once_with_the_present_name_also_after_reloads() { // N07, N08, N10
    disk.file("etc/prog.conf", "[new]|former = v|former = w|[old]|num = 2");
    Config config = load();
    disk.file("etc/prog.conf", "|[new]|former = x|[old]|num = 2");
    config.commit(config.prepareReload());
    assertEquals("x", config.get(New.class).name());
    assertEquals(
        List.of(
            "etc/prog.conf:2:10: [new] former is an old name of [new] name (write name in [new])",
            "etc/prog.conf:5:7: [old] num is an old name of [new] number (write number in [new])"),
        warnings());
  }

  @Test
  void are_no_reason_to_warn_when_the_present_name_is_used() { // N07
    disk.file("etc/prog.conf", "[new]|name = v");
    load();
    assertEquals(List.of(), warnings());
  }

  @ParameterizedTest
  @CsvSource({
    "C03, --new-former=v, v",
    "C04, --old-name=v, v",
    "C06, --oldest v, v",
    "A8.3 the last counts, --new-former=v --new-name w, w",
  })
  void have_arguments(String id, String line, String expected) { // N03
    assertEquals(expected, load(line.split(" ")).get(New.class).name(), id);
  }

  @Test
  void of_booleans_have_both_arguments() { // C08, C09
    assertEquals(true, load("--new-old-flag").get(New.class).flag());
    assertEquals(false, load("--new-old-flag", "--new-noold-flag").get(New.class).flag());
    assertEquals(
        List.of(
            "argument 1: [new] old_flag is an old name of [new] flag (write flag in [new])",
            "argument 1: [new] old_flag is an old name of [new] flag (write flag in [new])"),
        warnings());
  }

  @Test
  void are_errors_with_their_own_place() {
    disk.file("etc/prog.conf", "[old]|num = many");
    assertEquals(
        List.of("etc/prog.conf:2:7: [new] number: 'many' is not an integer"),
        disk.refusal(disk.program(New.class)));
  }

  @Test
  void removal_is_told_once_and_only_of_what_is_set() { // F05, N09
    disk.file("etc/prog.conf", "[gone]|plain = 1|plain = 2");
    Config config = load("--gone-reasoned", "x");
    config.commit(config.prepareReload());
    assertEquals(
        List.of(
            "etc/prog.conf:2:9: [gone] plain will be removed",
            "argument 1: [gone] reasoned will be removed, deprecated since 2.1 (nobody needs it)"),
        warnings());
  }
}
