package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IniReaderTest {

  /// The whole outcome of a text as one line: values with places, then errors.
  private static String outcome(String text) {
    Problems problems = new Problems();
    IniFile file = IniReader.read("f", text, Interest.IN_EVERYTHING, problems);
    String values =
        file.values().stream()
            .map(v -> v.key().section() + "/" + v.key().name() + "=" + v.text().replace("\n", "|"))
            .collect(Collectors.joining(" & "));
    String errors =
        problems.all().stream().map(ConfigError::toString).collect(Collectors.joining(" & "));
    return values + (errors.isEmpty() ? "" : " !! " + errors);
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of("I06 blank line", "\n", ""),
        Arguments.of("I07", "[s]\nfoo = bar", "s/foo=bar"),
        Arguments.of("I08", "[s]\nfoo: bar", "s/foo=bar"),
        Arguments.of("I09", "[s]\nfoo = bar0\n  bar1", "s/foo=bar0|bar1"),
        Arguments.of("I11", "[test]\nfoo = bar", "test/foo=bar"),
        Arguments.of("I12", "[foo]", ""),
        Arguments.of("I13", "# foobar\n; foobar", ""),
        Arguments.of("I14", "[s]\nfoo = ", "s/foo="),
        Arguments.of("I15", "[s]\nfoo = ' bar '", "s/foo= bar "),
        Arguments.of("I16", "[s]\nfoo = \" bar \"", "s/foo= bar "),
        Arguments.of("I18", "[DEFAULT]\nfoo=a\n[BLAA]\nbar=b", "DEFAULT/foo=a & blaa/bar=b"),
        Arguments.of("I26", "[s]\na=1\n # x\n b", "s/a=1|# x|b"),
        Arguments.of("I28", "[s]\na=1\n  [t]", "s/a=1|[t]"),
        Arguments.of("I29 CR LF", "[s]\r\na = x\r\nb = y\r\n", "s/a=x & s/b=y"),
        Arguments.of("CR alone", "[s]\ra = x\rb = y", "s/a=x & s/b=y"),
        Arguments.of("I30", "[s]\na =\u00a0x\u00a0", "s/a=x"),
        Arguments.of("white space before a name", "[s]\n\u00a0a = x\n\fb = y", "s/a=x & s/b=y"),
        Arguments.of("I31", "[s]\nA=1\na=2", "s/A=1 & s/a=2"),
        Arguments.of("no inline comment", "[s]\na = b # c", "s/a=b # c"),
        Arguments.of("first sign cuts", "[s]\na:b=c\nd=b:c", "s/a=b=c & s/d=b:c"),
        Arguments.of("two signs", "[s]\na==b\nc:=d", "s/a==b & s/c==d"),
        Arguments.of("section of odd name", "[ a ]\nx=1\n[a]b]\nx=2", " a /x=1 & a]b/x=2"),
        Arguments.of("section of a space", "[ ]\nx=1", " /x=1"),
        Arguments.of("inner space in key", "[s]\na b = c", "s/a b=c"),
        Arguments.of("inner quotes", "[s]\na=\"x\" \"y\"", "s/a=x\" \"y"),
        Arguments.of("lone quote", "[s]\na=\"\nb='", "s/a= & s/b="),
        Arguments.of("unequal quotes", "[s]\na=\"x'", "s/a=\"x'"),
        Arguments.of("quotes over lines", "[s]\na=\"x\n  y\"", "s/a=\"x|y\""),
        Arguments.of("empty first line", "[s]\na =\n  x\n  y", "s/a=|x|y"),
        Arguments.of("backslash stays", "[s]\na = b\\\n  c", "s/a=b\\|c"),
        Arguments.of("percent stays (F33)", "[s]\na = bar-%08x", "s/a=bar-%08x"),
        Arguments.of("control sign kept", "[s]\na = b\u0001c", "s/a=b\u0001c"),
        Arguments.of("form feed trimmed", "[s]\na = b\f", "s/a=b"),
        Arguments.of("repeated", "[s]\na=1\n[t]\n[s]\na=2", "s/a=1 & s/a=2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void good(String name, String text, String values) {
    assertEquals(values, outcome(text), name);
  }

  static Stream<Arguments> bad() {
    String continued =
        "indented line, but there is no value to continue"
            + " (an empty line or a comment ends a value; start at the first column)";
    return Stream.of(
        Arguments.of(
            "I01 and I17",
            "[s]\nfoo - bar",
            " !! f:2:1: neither '=' nor ':' in the line that starts with 'foo'"),
        Arguments.of("I02", "[s]\n: bar", " !! f:2:1: no name before ':'"),
        Arguments.of("I03", "   baz", " !! f:1:4: " + continued),
        Arguments.of(
            "I04", "[section", " !! f:1:1: section header '[section' does not end with ']'"),
        Arguments.of("I05", "[]", " !! f:1:1: section header without a name"),
        Arguments.of("I10", "[s]\nfoo = bar\n\n  baz", "s/foo=bar !! f:4:3: " + continued),
        Arguments.of(
            "I20 and I34, at its own line",
            "foo = bar\n\n[DEFAULT]\na=1",
            "DEFAULT/a=1 !! f:1:1: 'foo' is set before any section (write [DEFAULT] above it)"),
        Arguments.of("I25", "[s]\na=1\n#c\n b", "s/a=1 !! f:4:2: " + continued),
        Arguments.of("I27", "[s]\na=1\n\t\t\n b", "s/a=1 !! f:4:2: " + continued),
        Arguments.of(
            "I32",
            "[s] # c\na=1",
            " !! f:1:1: section header '[s]' does not end with ']'"
                + " (nothing may follow the bracket, not even a comment)"),
        Arguments.of("header ends values", "[s]\na=1\n[t]\n b", "s/a=1 !! f:4:2: " + continued));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void bad(String name, String text, String outcome) {
    assertEquals(outcome, outcome(text), name);
  }

  @Test
  void reading_goes_on_behind_every_bad_line() {
    Problems problems = new Problems();
    IniFile file =
        IniReader.read(
            "f",
            "[s]\nbad\n more of it\na=1\n=x\nb=2\n[t\nc=3\n[u]\nd=4\n",
            Interest.IN_EVERYTHING,
            problems);
    assertEquals(List.of("a", "b", "d"), file.values().stream().map(v -> v.key().name()).toList());
    assertEquals(
        List.of("f:2:1", "f:5:1", "f:7:1"),
        problems.all().stream().map(e -> e.where().orElseThrow().toString()).toList());
  }

  @Test
  void missing_section_is_said_once_per_file() {
    assertEquals(1, outcome("a=1\nb=2\n\nc=3").split(" & ").length);
  }

  @Test
  void a_place_is_line_and_column_of_the_value() {
    IniFile file =
        IniReader.read(
            "f",
            "[s]\n\nkey =   value\n\ud83d\ude00 = x\nempty =\n",
            Interest.IN_EVERYTHING,
            new Problems());
    assertEquals(
        List.of("f:3:9", "f:4:5", "f:5:8"),
        file.values().stream().map(v -> v.origin().toString()).toList());
  }

  @Test
  void what_could_be_a_piece_of_a_secret_is_not_repeated() {
    assertTrue(outcome("[s]\nMIIEpAIBAAKCAQEA7\n").endsWith("neither '=' nor ':' in the line"));
  }

  @Group("s")
  record Wanted(@Opt(help = "One.", def = "", was = "t/uno") String one) {}

  @Test
  void what_nobody_wants_is_checked_and_passed_over() {
    Problems problems = new Problems();
    Interest interest = Interest.of(Registry.of(List.of(GroupSpec.of(Wanted.class))), Set.of("s"));
    IniFile file =
        IniReader.read(
            "f",
            "[s]\none = 1\ntwo = 2\n  # more\n[t]\nuno = 1\nthree = 3\n\n bad\n",
            interest,
            problems);
    assertEquals(
        List.of("[s] one from f:2:7", "[t] uno from f:6:7"),
        file.values().stream().map(RawValue::toString).toList());
    assertEquals(
        List.of(new IniFile.Name(new OptionKey("s", "two"), new Origin.InFile("f", 3, 1))),
        file.otherNames());
    assertEquals(1, problems.all().size());
  }
}
