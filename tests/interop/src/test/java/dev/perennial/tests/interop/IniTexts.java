package dev.perennial.tests.interop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes up files: mostly good ones, with mistakes of every kind among their lines.
final class IniTexts {

  /// Values that are good, nearly good, or good for another type.
  private static final Map<String, List<String>> VALUES =
      Map.ofEntries(
          Map.entry(
              "text", List.of("x", "a b", "'q'", "\"q\"", "\"q'", "a = b", "a: b # c", "100%")),
          Map.entry("choice", List.of("a", "b", "", "''", "A", "c")),
          Map.entry("cased", List.of("one", "TWO", "One", "three")),
          Map.entry("pattern", List.of("abc", "abc12", "Abc", "1", "a b", "")),
          Map.entry("short", List.of("", "12345678", "123456789", "ä2345678")),
          Map.entry(
              "quoted",
              List.of("x", "\"x\"", "'x", "x'", "\"'x'\"", "'\"x'", "\"", "\"\"\"x\"\"\"")),
          Map.entry("spaced", List.of("x", "' x '", "\" \"")),
          Map.entry("absent", List.of("", "x", "<None>")),
          Map.entry(
              "flag",
              List.of("true", "FALSE", "1", "0", "on", "Off", "yes", "no", "y", "", "2", "'true'")),
          Map.entry(
              "number",
              List.of(
                  "1",
                  "-5",
                  "+5",
                  " 7 ",
                  "",
                  "1_000",
                  "1__0",
                  "_1",
                  "0x10",
                  "1.0",
                  "007",
                  "1e3",
                  "- 5",
                  "99999999999")),
          Map.entry("bounded", List.of("1", "1000000", "0", "1000001", "", "50")),
          Map.entry(
              "wide",
              List.of(
                  "4294967297",
                  "-9223372036854775808",
                  "9223372036854775807",
                  "9223372036854775808",
                  "")),
          Map.entry("no_number", List.of("", "3", "x")),
          Map.entry(
              "ratio",
              List.of(
                  "1", "-1.5", "1e1", "1E-3", ".5", "5.", "", "nan", "inf", "-inf", "11", "1_0",
                  "1,5", "0x1p3", "1d", "1f")),
          Map.entry("port", List.of("0", "65535", "65536", "-1", "80", "", "http")),
          Map.entry(
              "names", List.of("a,b", "a, b ,c,", "a,,b", ",a", ",,", "", "\"a,b\",c", "[a,b]")),
          Map.entry("numbers", List.of("1,2", "1, 2,", "1,,2", "", "1,x", ",1", "1,2,,,")),
          Map.entry(
              "bracketed", List.of("[a,b]", "[]", "[a,]", "a,b", "[a", "a]", "[ a , b ]", "")),
          Map.entry(
              "quoted_names", List.of("a,'b, c',d", "\"a,b\"", "'a", "a'", "\"a,b", "'a','b'", "")),
          Map.entry(
              "pairs",
              List.of(
                  "a:1",
                  "a:1,b:2",
                  "a:b:c",
                  "a: 1 , b :2",
                  "",
                  "a",
                  "a:1,a:2",
                  ":1",
                  "a:",
                  "a:1,",
                  "a:1,b",
                  "a=1")),
          Map.entry("number_pairs", List.of("a:1,b:2", "a:x", "a:", "", "a:1,b:2,", "a: 5 ")),
          Map.entry("repeated", List.of("x", "", "a,b", "'q'")),
          Map.entry("repeated_numbers", List.of("1", "2", "", "x", "-3")),
          Map.entry(
              "address",
              List.of(
                  "10.0.0.1",
                  "::1",
                  "abcd:ef::1",
                  "1.2.3",
                  "01.2.3.4",
                  "::1%eth0",
                  "",
                  "host",
                  "256.1.1.1",
                  "::ffff:1.2.3.4",
                  "1.2.3.4.5",
                  "::1::",
                  "[::1]")),
          Map.entry(
              "address6",
              List.of(
                  "::1",
                  "fe80::1",
                  "1.2.3.4",
                  "::",
                  "1:2:3:4:5:6:7:8",
                  "1:2:3:4:5:6:7:8:9",
                  "12345::")),
          Map.entry(
              "host",
              List.of(
                  "localhost",
                  "foo.bar",
                  "a_b",
                  "-a",
                  "a-",
                  "10.0.0.0",
                  "org.10",
                  "a..b",
                  "a.b.",
                  "",
                  "3com.com",
                  "a b",
                  "ä.de")),
          Map.entry(
              "host_address",
              List.of(
                  "foo.bar",
                  "10.0.0.1",
                  "::1",
                  "_foo",
                  "3.14",
                  "10.0",
                  "host..name",
                  "0.0.00",
                  "10.org")),
          Map.entry(
              "domain",
              List.of("_foo", "host_name", "a_b.co.uk", "1.2.3.4", "::1", "3.14", "a..b", "")),
          Map.entry(
              "uri",
              List.of(
                  "http://example.com",
                  "invalid",
                  "http://",
                  "http://a b",
                  "sqlite:///x",
                  "http://[::1]:80/x",
                  "a://b",
                  "https://u:p@h:1/p?q#f",
                  "http://h/%zz")),
          Map.entry(
              "span",
              List.of(
                  "1-3", "3-1", "-1", "-3--1", "-2-0", "5", "4-", "--1", "007", "1 - 3", "a-b",
                  "0-0", "")),
          Map.entry("renamed", List.of("r", "s")),
          Map.entry("first_name", List.of("one", "two")),
          Map.entry("second_name", List.of("three", "four")),
          Map.entry("removed", List.of("gone")),
          Map.entry("expert", List.of("x", "y")),
          Map.entry(
              "referring",
              List.of(
                  "$text",
                  "${text}s",
                  "$$text",
                  "\\$text",
                  "$number-$flag",
                  "$nothing",
                  "$text.",
                  "${text}.b",
                  "$ x",
                  "$",
                  "${text",
                  "$blaa.text",
                  "${blaa.flag}",
                  "$blaa",
                  "$referring",
                  "${DEFAULT.text}",
                  "$absent|",
                  "$names",
                  "$expert$removed",
                  "$1",
                  "${}",
                  "$_x")));

  private static final List<String> NAMES = VALUES.keySet().stream().sorted().toList();

  private static final List<String> HEADERS =
      List.of(
          "[DEFAULT]",
          "[blaa]",
          "[Blaa]",
          "[BLAA]",
          "[elsewhere]",
          "[other]",
          "[default]",
          "[ blaa ]",
          "[blaa] # c",
          "[blaa",
          "[]",
          "[a]b]",
          "[ ]",
          "blaa]");

  private static final List<String> ODD_LINES =
      List.of(
          "",
          "",
          "   ",
          "\t",
          "# comment",
          "; comment",
          " # indented",
          "  continued",
          "\tcontinued",
          "  [blaa]",
          "  number = 5",
          "key",
          "= value",
          ": value",
          "a key = v",
          "text==",
          "text:=x",
          "text=:x",
          "hy-phen = 1",
          "\u00a0",
          "\u00a0text = x",
          "text = \u00a0x\u00a0",
          "text = a\u0001b",
          "text\u3000= y",
          "text = x\u000c",
          "TEXT = upper",
          "names = a,\u00a0b",
          "number = \u0663",
          "\ufeff",
          "text = \\",
          "\\",
          "text = ü€\ud83d\ude00",
          "[ü]");

  private final Random random;

  IniTexts(long seed) {
    this.random = new Random(seed);
  }

  String next() {
    StringBuilder text = new StringBuilder();
    String end = random.nextInt(10) == 0 ? "\r\n" : random.nextInt(40) == 0 ? "\r" : "\n";
    if (random.nextInt(50) == 0) {
      text.append('\ufeff');
    }
    if (random.nextInt(20) > 0) {
      text.append(random.nextBoolean() ? "[DEFAULT]" : "[blaa]").append(end);
    }
    int lines = 1 + random.nextInt(10);
    for (int i = 0; i < lines; i++) {
      text.append(line()).append(end);
    }
    return random.nextInt(30) == 0 ? mutated(text) : text.toString();
  }

  private String line() {
    int kind = random.nextInt(100);
    if (kind < 78) {
      return assignment();
    } else if (kind < 84) {
      return HEADERS.get(random.nextInt(3));
    } else if (kind < 86) {
      return pick(HEADERS);
    } else if (kind < 92) {
      return pick(List.of("", "# comment", "; comment"));
    }
    return pick(ODD_LINES);
  }

  private String assignment() {
    String name = pick(NAMES);
    String sign = pick(List.of(" = ", "=", ": ", ":", " : "));
    List<String> values = random.nextInt(40) == 0 ? VALUES.get(pick(NAMES)) : VALUES.get(name);
    String value = mostlyGood(values == null ? List.of("") : values);
    String more = random.nextInt(15) == 0 ? "\n  " + value : "";
    return name + sign + value + more;
  }

  /// The lists begin with what is good for their option.
  private String mostlyGood(List<String> values) {
    return random.nextInt(6) > 0
        ? values.get(random.nextInt(Math.min(2, values.size())))
        : pick(values);
  }

  private String mutated(StringBuilder text) {
    for (int i = 0; i < 3 && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, " \t[]=:#;\"'$,{}\\\n\r".charAt(random.nextInt(17)));
        default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
      }
    }
    // Half of a pair of surrogates stands in no file.
    return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
