package dev.perennial.config;

import static dev.perennial.config.TestProvider.provider;
import static dev.perennial.config.TestProvider.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The sample in the form of a file; the ids are those of the upstream cases.
class SampleTest {

  @Group
  record One(@Opt(help = "Foo.") Optional<String> foo) {}

  @Group
  record Two(@Opt(help = "Bar.", def = "1") int bar) {}

  @Group(value = "Beta", help = "What beta is about.")
  record Beta(@Opt(help = "Foo.", name = "foo-bar") Optional<String> foo) {}

  @Group("alpha")
  record Alpha(@Opt(help = "Foo.") Optional<String> foo) {}

  @Group("nothing")
  record Nothing() {}

  private static String ini(OptionProvider... providers) {
    return select(providers).sample(SampleFormat.INI, SampleLayout.COMPLETE);
  }

  @Test
  void without_options_there_is_the_header_of_default_only() { // G01, G05
    assertEquals("[DEFAULT]\n", ini(provider("test", Nothing.class)));
  }

  @Test
  void an_option_has_its_namespace_help_type_and_default() { // G02
    assertEquals(
        """
        [DEFAULT]

        #
        # From test
        #

        # Foo. (string value)
        #foo = <None>
        """,
        ini(provider("test", One.class)));
  }

  @Test
  void namespaces_are_sorted_in_a_section_and_written_once() { // G03, G07, G28
    assertEquals(
        """
        [DEFAULT]

        #
        # From a
        #

        # Bar. (integer value)
        #bar = 1

        #
        # From b
        #

        # Foo. (string value)
        #foo = <None>
        """,
        ini(provider("b", One.class), provider("a", Two.class), provider("b", One.class)));
  }

  @Test
  void sections_are_sorted_behind_default_with_two_empty_lines_before_each() { // G04, G06, G08, G27
    assertEquals(
        """
        [DEFAULT]


        [alpha]

        #
        # From test
        #

        # Foo. (string value)
        #foo = <None>


        [beta]
        # What beta is about.

        #
        # From test
        #

        # Foo. (string value)
        #foo_bar = <None>
        """,
        ini(provider("test", Beta.class, Alpha.class)));
  }

  /// The lines between the help of an option and the next one.
  private static String linesOf(Class<? extends Record> group, String option) {
    return linesOf(group, option, SampleLayout.COMPLETE);
  }

  private static String linesOf(Class<? extends Record> group, String option, SampleLayout layout) {
    String sample = select(provider("test", group)).sample(SampleFormat.INI, layout);
    return Arrays.stream(sample.split("\n\n"))
        .filter(block -> block.lines().anyMatch(line -> line.matches("#?" + option + " =.*")))
        .collect(Collectors.joining("\n"))
        .stripTrailing();
  }

  private static final String LONG =
      "This is some text that is meant to be long enough that it has to be wrapped, because it"
          + " goes on and on.";

  @Group
  record Help(
      @Opt Optional<String> none,
      @Opt(help = LONG, def = "") String text,
      @Opt(help = "First line:\n\n* one\n* two", def = "") String list,
      @Opt(help = "First paragraph.\n\nSecond paragraph.", def = "") String two,
      @Opt(help = "Only paragraph.", def = "") String only) {}

  @Test
  void an_option_without_help_is_named_and_shows_its_type() { // G09
    assertEquals("# (string value)\n#none = <None>", linesOf(Help.class, "none"));
    assertEquals(List.of("[DEFAULT] none"), select(provider("test", Help.class)).withoutHelp());
  }

  @Test
  void help_is_wrapped_at_the_width_that_is_asked_for() { // G10
    assertEquals(
        """
        # This is some text that is meant to be long enough that it has to be
        # wrapped, because it goes on and on. (string value)
        #text =\
        """,
        linesOf(Help.class, "text"));
    assertEquals(
        """
        # This is some text that is meant to be
        # long enough that it has to be wrapped,
        # because it goes on and on. (string
        # value)
        #text =\
        """,
        linesOf(Help.class, "text", new SampleLayout(false, false, 40)));
    assertEquals(
        "# " + LONG + " (string value)\n#text =",
        linesOf(Help.class, "text", new SampleLayout(false, false, 0)));
    assertThrows(IllegalArgumentException.class, () -> new SampleLayout(false, false, -1));
  }

  @Test
  void line_breaks_of_help_stay_and_an_empty_line_is_a_bare_comment_sign() { // G11
    assertEquals(
        "# First line:\n#\n# * one\n# * two (string value)\n#list =", linesOf(Help.class, "list"));
  }

  @Test
  void summarize_keeps_the_first_paragraph_and_points_to_the_rest() { // G35
    SampleLayout summary = new SampleLayout(false, true, 70);
    assertEquals(
        "# First paragraph. The documentation says more. (string value)\n#two =",
        linesOf(Help.class, "two", summary));
    assertEquals("# Only paragraph. (string value)\n#only =", linesOf(Help.class, "only", summary));
  }

  @Group("g")
  record Notes(
      @Opt(help = "H.", def = "x") @OneOf({"x", "y", ""}) String choice,
      @Opt(help = "H.", was = "old") Optional<String> sameGroup,
      @Opt(
              help = "H.",
              was = {"DEFAULT/old", "other/"})
          Optional<String> otherGroup,
      @Opt(help = "H.") @DeprecatedForRemoval Optional<String> removed,
      @Opt(help = "DEPRECATED: H.") @DeprecatedForRemoval(reason = "It does nothing.")
          Optional<String> reason,
      @Opt(help = "H.", def = "5") @Range(min = 1, max = 1000000) int bounded,
      @Opt(help = "H.", def = "0") @Range(min = 0) int min,
      @Opt(help = "H.", def = "0.5") @Range(max = 1.5) double max,
      @Opt(help = "H.", mutable = true, def = "true") boolean mutable,
      @Opt(help = "H.", sampleDefault = "node-1") Optional<String> sampled,
      @Opt(help = "H.", secret = true, def = "hunter2") String hidden,
      @Opt(help = "H.", required = true) String needed,
      @Opt(help = "H.", def = "a") @Matches("^[a-z]+$") @Length(min = 1, max = 8) String shaped,
      @Opt(help = "H.", def = "1,2") List<Integer> numbers,
      @Opt(help = "H.", def = "1", multi = true) List<Integer> repeated,
      @Opt(help = "H.", def = "30") Duration time,
      @Opt(help = "H.", advanced = true, mutable = true, def = "1") @OneOf({"1", "2"}) int last) {}

  private static void assertLines(String option, String... lines) {
    assertEquals(String.join("\n", lines), linesOf(Notes.class, option));
  }

  @Test
  void rules_and_marks_have_lines_of_their_own() { // G12 to G14, G17, G19, G31, G38
    assertLines(
        "choice",
        "# H. (string value)",
        "# Possible values:",
        "# x - (not described)",
        "# y - (not described)",
        "# '' - (not described)",
        "#choice = x");
    assertLines(
        "same_group",
        "# H. (string value)",
        "# Deprecated group/name - [g]/old",
        "#same_group = <None>");
    assertLines(
        "other_group",
        "# H. (string value)",
        "# Deprecated group/name - [DEFAULT]/old",
        "# Deprecated group/name - [other]/other_group",
        "#other_group = <None>");
    assertLines(
        "removed",
        "# DEPRECATED: H. (string value)",
        "# This option will be removed, and is ignored then.",
        "#removed = <None>");
    assertLines(
        "reason",
        "# DEPRECATED: H. (string value)",
        "# This option will be removed, and is ignored then.",
        "# Reason: It does nothing.",
        "#reason = <None>");
    assertLines(
        "bounded",
        "# H. (integer value)",
        "# Minimum value: 1",
        "# Maximum value: 1000000",
        "#bounded = 5");
    assertLines("min", "# H. (integer value)", "# Minimum value: 0", "#min = 0");
    assertLines("max", "# H. (floating point value)", "# Maximum value: 1.5", "#max = 0.5");
    assertLines(
        "mutable",
        "# H. (boolean value)",
        "# Mutable: a running program takes over a new value.",
        "#mutable = true");
    assertLines(
        "sampled",
        "# H. (string value)",
        "#",
        "# The value below is an example: each machine has a default of its",
        "# own.",
        "#sampled = node-1");
    assertLines(
        "shaped",
        "# H. (string value)",
        "# Minimum length: 1",
        "# Maximum length: 8",
        "# Must match: ^[a-z]+$",
        "#shaped = a");
    assertLines(
        "numbers", "# H. (list value)", "# Type of each item: integer value", "#numbers = 1,2");
    assertLines(
        "repeated", "# H. (multi valued)", "# Type of each item: integer value", "#repeated = 1");
    assertLines("time", "# H. (duration value in seconds)", "#time = 30");
    assertLines(
        "needed",
        "# H. (string value)",
        "# Required: no program starts without a value.",
        "#needed = <None>");
  }

  @Test
  void a_secret_default_is_masked_in_every_format() {
    assertLines(
        "hidden", "# H. (string value)", "# Secret: the value is shown nowhere.", "#hidden = ****");
    for (SampleFormat format : SampleFormat.values()) {
      String sample = select(provider("test", Notes.class)).sample(format, SampleLayout.COMPLETE);
      assertFalse(sample.contains("hunter2"), sample);
      assertTrue(sample.contains("hidden"), sample);
    }
  }

  @Test
  void advanced_options_stand_behind_the_others_with_all_notes_in_order() { // G35, G38
    assertTrue(
        ini(provider("test", Notes.class))
            .endsWith(
                """
                # H. (integer value)
                # Possible values:
                # 1 - (not described)
                # 2 - (not described)
                # Mutable: a running program takes over a new value.
                # Advanced: few people need this, and a wrong value can cost stability
                # or speed.
                #last = 1
                """));
  }

  @Test
  void minimal_has_required_options_only_and_never_a_live_placeholder() { // G34
    String sample =
        select(provider("test", Minimal.class))
            .sample(SampleFormat.INI, new SampleLayout(true, false, 70));
    assertEquals(
        """
        [DEFAULT]

        #
        # From test
        #

        # H. (string value)
        # Required: no program starts without a value.
        #needed = <None>

        # H. (string value)
        # Required: no program starts without a value.
        known = x
        """,
        sample);
  }

  @Group
  record Minimal(
      @Opt(help = "H.", required = true) String needed,
      @Opt(help = "H.", required = true, def = "x") String known,
      @Opt(help = "H.", def = "x") String other) {}

  @Group
  record Values(
      @Opt(def = "foo bar") String plain,
      @Opt(def = " bar ") String spaces,
      @Opt(def = "'bar'") String quotes,
      @Opt(def = "one\ntwo") String lines,
      @Opt(def = "") String empty,
      @Opt(def = "false") boolean flag,
      @Opt(def = "") List<String> none,
      @Opt(def = "foo,bar") List<String> list,
      @Opt(def = "[1,2]", bounds = true) List<Integer> bounded,
      @Opt(def = "\"a,b\",c", quotes = true) List<String> quoted,
      @Opt(def = "b:1,a:2") Map<String, String> map,
      @Opt(def = "v1, v2 ", multi = true) List<String> multi,
      @Opt(def = "", multi = true) List<String> noMulti,
      @Opt(def = "3,4", multi = true) List<Integer> multiNumbers,
      @Opt OptionalInt absent) {}

  @Test
  void defaults_are_written_as_a_file_has_to_have_them() { // G16 to G18, G30, T100 to T103
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("plain", "#plain = foo bar"),
            Map.entry("spaces", "#spaces = \" bar \""),
            Map.entry("quotes", "#quotes = \"'bar'\""),
            Map.entry("lines", "#lines = one\n#    two"),
            Map.entry("empty", "#empty ="),
            Map.entry("flag", "#flag = false"),
            Map.entry("none", "#none ="),
            Map.entry("list", "#list = foo,bar"),
            Map.entry("bounded", "# Type of each item: integer value\n#bounded = [1,2]"),
            Map.entry("map", "#map = b:1,a:2"),
            Map.entry("multi", "#multi = v1\n#multi = v2"),
            Map.entry("no_multi", "#no_multi = <None>"),
            Map.entry("absent", "#absent = <None>"));
    expected.forEach((option, lines) -> {
      String all = linesOf(Values.class, option);
      assertEquals(lines, all.substring(all.indexOf('\n') + 1));
    });
  }

  @Group
  record Hyphens(
      @Opt(
              help = "H.",
              def = "d",
              was = {"old-name", "other/old-name"})
          String now) {}

  @Test
  void old_names_are_shown_as_files_have_them() { // G23
    String lines = linesOf(Hyphens.class, "now");
    assertTrue(lines.contains("[DEFAULT]/old_name\n"), lines);
    assertTrue(lines.contains("[other]/old_name\n"), lines);
    assertFalse(lines.contains("old-name"), lines);
  }

  @Test
  void a_sample_without_its_comment_signs_has_every_default() { // G39
    OptionSelection selection = select(provider("test", Values.class));
    String sample = selection.sample(SampleFormat.INI, SampleLayout.COMPLETE);
    String live =
        sample
            .lines()
            .map(line -> line.matches("#([a-z_]+ =|    ).*") ? line.substring(1) : line)
            .filter(line -> !line.contains("<None>"))
            .collect(Collectors.joining("\n"));
    Problems problems = new Problems();
    IniFile file = IniReader.read("sample", live, Interest.IN_EVERYTHING, problems);
    assertEquals(List.of(), problems.all());
    Registry registry = Registry.EMPTY.with(GroupSpec.of(Values.class));
    ConfigSnapshot none = new ConfigSnapshot(1, List.of());
    BoundSnapshot defaults = BoundSnapshot.of(registry, none, problems);
    BoundSnapshot read = BoundSnapshot.of(registry, new ConfigSnapshot(1, file.values()), problems);
    GroupKey<Values> key = GroupKey.of(Values.class);
    assertEquals(defaults.record(key), read.record(key));
    assertEquals(15, file.values().size());
  }
}
