package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each type accepts. The first column is the number of the case in
/// `docs/design/config-differences.md`; *ours* marks where the same text means something else
/// there.
class TypeCasesTest {

  private static Object read(String option, String text) throws ReflectiveOperationException {
    Kinds kinds =
        Config.forTesting(Kinds.class).set("kinds", option, text).build().get(Kinds.class);
    for (RecordComponent component : Kinds.class.getRecordComponents()) {
      if (Declaration.snakeCase(component.getName()).equals(option)) {
        return component.getAccessor().invoke(kinds);
      }
    }
    throw new AssertionError(option);
  }

  private static String shown(String option, String text) throws ReflectiveOperationException {
    String value = read(option, text).toString();
    return value.startsWith("Optional") && value.endsWith("]")
        ? value.substring(value.indexOf('[') + 1, value.length() - 1)
        : value;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "T003 | text | `` | ``",
        "T003 | text | foo bar | foo bar",
        "T005 | choice | foo | foo",
        "T022 | loose_choice | Foo | Foo",
        "T022 | loose_choice | bAr | bAr",
        "T009 | quoted | \"foo bar\" | foo bar",
        "T010 | quoted | foo bar\" | foo bar\"",
        "C41 | quoted | 'foobar2' | foobar2",
        "T018 | capital | Foo | Foo",
        "T024 | any_letter | foo | foo",
        "C40 | unanchored | a foobar b | a foobar b",
        "T026 | up_to_five | 12345 | 12345",
        "A7.3 after quotes | quoted_two | '123' | 123",
        "T027 | bool | True | true",
        "T027 | bool | yes | true",
        "T027 | bool | on | true",
        "T027 | bool | 1 | true",
        "T027 | bool | False | false",
        "T027 | bool | no | false",
        "T027 | bool | OFF | false",
        "T027 | bool | 0 | false",
        "T031 | whole | ` ` | OptionalInt.empty",
        "T033 | whole | 123 | 123",
        "T033 | whole | 0 | 0",
        "T033 | whole | -123 | -123",
        "T033 | whole | `   5` | 5",
        "T033 | whole | `7   ` | 7",
        "T104 | whole | 1_000 | 1000",
        "T104 | whole | +5 | 5",
        "T033 | wide | -9223372036854775808 | -9223372036854775808",
        "T040 | high | 123 | 123",
        "T040 | high | 456 | 456",
        "T041 | from_zero | 0 | 0",
        "T041 | to_zero | -456 | -456",
        "T043 | whole_choice | 457 | 457",
        "T044 | real | 123.456 | 123.456",
        "T044 | real | -123.456 | -123.456",
        "T044 | real | 123e-2 | 1.23",
        "T047 | real_high | 124.1 | 124.1",
        "T047 | real_high | 456.0 | 456.0",
        "T048 | list | `` | []",
        "T048 | list | ` foo bar` | [foo bar]",
        "T051 | list | ` foo bar, baz ` | [foo bar, baz]",
        "T053 | list | `foo, bar, baz, ` | [foo, bar, baz]",
        "T059 | list | `a,,b` | [a, , b]",
        "T059 | list | `,a` | [, a]",
        "T059 | list | `a,b,,,` | [a, b]",
        "T054 | nested | `[foo],[bar, baz],[bam]` | [[foo], [bar, baz], [bam]]",
        "T052 | quoted_list | `foo,\"bar, baz\",bam` | [foo, bar, baz, bam]",
        "T055 | numbers | 1,2,3,5, | [1, 2, 3, 5]",
        "T056 | bounded | `[1,2,3]` | [1, 2, 3]",
        "T056 | bounded | `[]` | []",
        "T058 | two_or_three | `a,b` | [a, b]",
        "T058 | two_or_three | `a,b,c` | [a, b, c]",
        "F28 | ports | `22,80` | [22, 80]",
        "T066 | dict | `` | {}",
        "T066 | dict | ` foo: bar ` | {foo=bar}",
        "T068 | dict | ` foo: bar, baz: 123 ` | {foo=bar, baz=123}",
        "F24 | dict | key:bar:baz | {key=bar:baz}",
        "T076 ours: a comma at the end | dict | a:1, | {a=1}",
        "T069 | dict_of_numbers | `foo:123, bar: 456` | {foo=123, bar=456}",
        "T070 | quoted_dict | `foo:\"bar, baz\",bam:quux` | {foo=bar, baz, bam=quux}",
        "T071 | equals_dict | ` foo=bar, baz= 123 ` | {foo=bar, baz=123}",
        "T072 | nested_dict | `k1:{k1:v1,k2:v2},k2:{k3:v3}` | {k1={k1=v1, k2=v2}, k2={k3=v3}}",
        "T073 | bounded_dict | `{foo:bar,baz:123}` | {foo=bar, baz=123}",
        "T075 | two_pairs | a:1,b:2 | {a=1, b=2}",
        "T077 | ip | 192.168.0.1 | 192.168.0.1",
        "T077 | ip | abcd:ef::1 | abcd:ef::1",
        "T077 | ip | :: | ::",
        "T077 | ip | ::ffff:1.2.3.4 | ::ffff:1.2.3.4",
        "T077 | ip | 1:2:3:4:5:6:7:8 | 1:2:3:4:5:6:7:8",
        "T077 | ip | 1:2:3:4:5:6:7:: | 1:2:3:4:5:6:7::",
        "T078 | ip4 | 10.0.0.1 | 10.0.0.1",
        "T078 | ip6 | ::1 | ::1",
        "own | address | 10.0.0.1 | /10.0.0.1",
        "own | host_port | localhost:80 | localhost:80",
        "own | host_port | [::1]:80 | [::1]:80",
        "T089 | host_name | cell1.nova.site1. | cell1.nova.site1",
        "T092 | uri | http://example.com | http://example.com",
        "T094 | uri | http://[::1]:80/x | http://[::1]:80/x",
        "T093 | web | HTTPS://a/b | HTTPS://a/b",
        "T095 | port | 80 | 80",
        "T095 | port | 0 | 0",
        "T095 | port | 65535 | 65535",
        "T099 | user_port | 1024 | 1024",
        "C44 | port_choice | 8080 | 8080",
        "own | size | 0 | 0",
        "own | size | 64K | 65536",
        "own | size | 10 MiB | 10485760",
        "own | size | 1 GB | 1000000000",
      })
  void accepts(String id, String option, String text, String value) throws Exception {
    assertEquals(value == null ? "" : value, shown(option, text), id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "T006 | choice | baz | is not one of foo, bar (did you mean bar?)",
        "T023 | choice | Foo | is not one of foo, bar (did you mean foo?)",
        "T008 | quoted | `\"foo bar` | has an opening quote and no closing one",
        "C42 | quoted | `\"foo bar'` | has an opening quote and no closing one",
        "T011 | quoted | `\"` | has an opening quote and no closing one",
        "T011 | quoted | ' | has an opening quote and no closing one",
        "T019 | capital | foo | does not match the regular expression ^[A-Z]",
        "T026 | up_to_five | 123456 | has too many characters (6, at most 5)",
        "A7.3 | quoted_two | 'x' | has too few characters (1, at least 2)",
        "T029 | bool | foo | is not a boolean (use true or false)",
        "A7.6 | bool | y | is not a boolean (use true or false)",
        "T035 | whole | 12a45 | is not an integer",
        "T104 | whole | 0x10 | is not an integer",
        "T104 | whole | 1.0 | is not an integer",
        "T104 | whole | 1__0 | is not an integer",
        "T104 ours: no other digits | whole | ١٢ | is not an integer",
        "T104 ours: 32 bits | whole | 2147483648 | does not fit into 32 bits",
        "T040 | high | 122 | is below the minimum of 123",
        "T040 | high | 457 | is above the maximum of 456",
        "T041 | from_zero | -201 | is below the minimum of 0",
        "T041 | to_zero | 1 | is above the maximum of 0",
        "T043 | whole_choice | 200 | is not one of 80, 457",
        "T045 | real | 123,345 | is not a number",
        "T045 | real | foo | is not a number",
        "T104 ours: finite | real | nan | is not a number",
        "T104 ours: finite | real | inf | is not a number",
        "T104 | real | 0x1p3 | is not a number",
        "T104 | real | 1f | is not a number",
        "T047 | real_high | 123.1 | is below the minimum of 123.45",
        "T047 | real_high | 800.5 | is above the maximum of 678.9",
        "T056 | bounded | `1,2,3]` | does not stand between [ and ]",
        "T056 | bounded | `[1,2,3` | does not stand between [ and ]",
        "T056 | bounded | `1,2,3` | does not stand between [ and ]",
        "T054 | nested | `[a],b` | has item 2, which does not stand between [ and ]",
        "T052 | quoted_list | `a,\"b,c` | has item 2, which has an opening quote and no closing one",
        "T058 | two_or_three | a | has too few items (1, at least 2)",
        "T058 | two_or_three | `` | has too few items (0, at least 2)",
        "T058 | two_or_three | a,b,c,d | has too many items (4, at most 3)",
        "T060 ours: no gaps | numbers | `1,,2` | has item 2, which is not an integer",
        "F28 | ports | `22,65536` | has item 2, which is above the maximum of 65535",
        "T074 | dict | foo,bar | has pair 1, which has no ':' (write key:value)",
        "F25 | dict | key:bar,baz | has pair 2, which has no ':' (write key:value)",
        "T076 | dict | a:1,a:2 | has pair 2, which repeats a key",
        "T076 | dict | :1 | has pair 1, which has no key",
        "T069 | dict_of_numbers | a:b | has pair 1, which has a value that is not an integer",
        "T073 | bounded_dict | `{foo:bar` | does not stand between { and }",
        "T073 | bounded_dict | `foo:bar}` | does not stand between { and }",
        "T075 | two_pairs | a:1 | has too few pairs (1, at least 2)",
        "T077 | ip | foo | is not an IP address",
        "T077 | ip | 3.14 | is not an IP address",
        "T077 | ip | -1 | is not an IP address",
        "T078 | ip4 | abcd:ef::1 | is not an IPv4 address",
        "T078 | ip6 | 192.168.0.1 | is not an IPv6 address",
        "T079 | ip | 1.2.3 | is not an IP address",
        "T079 | ip | 01.2.3.4 | is not an IP address",
        "T079 | ip | ::1%eth0 | is not an IP address",
        "T079 | ip | 1::2::3 | is not an IP address",
        "T079 | ip | 1:2:3:4:5:6:7:8:: | is not an IP address",
        "T079 | ip | 1.2.3.4.5 | is not an IP address",
        "T079 | ip | 1.2.3.4:: | is not an IP address",
        "T079 | ip | :1:2:3:4:5:6:7 | is not an IP address",
        "T079 | ip | 12345:: | is not an IP address",
        "own | host_port | localhost | has no port (write host:port)",
        "own | host_port | ::1:80 | has more than one colon (write an IPv6 address in brackets)",
        "own | host_port | a:65536 | is above the maximum of 65535",
        "T092 | uri | invalid | has no scheme (write it like http://host/path)",
        "T092 | uri | http:// | is not a URI: Expected authority",
        "T094 | uri | http://a b | is not a URI: Illegal character in authority",
        "T094 | uri | sqlite:///x | has no valid host (write it like http://host/path)",
        "T094 | uri | rabbit://a:1,b:2/ | has no valid host (write it like http://host/path)",
        "C39 | web | ftp://a/b | has another scheme than http, https",
        "C39 | web | http://example.com/long | has too many characters (23, at most 20)",
        "T095 | port | -1 | is below the minimum of 0",
        "T095 | port | 65536 | is above the maximum of 65535",
        "T099 | user_port | 80 | is below the minimum of 1024",
        "C44 | port_choice | 8181 | is not one of 80, 8080",
        "own | size | -1 | is not a size (write a number of bytes, or one like 64K, 10 MiB, 1 GB)",
        "own | size | 5 X | has an unknown unit (use one of K M G T, KiB MiB GiB TiB, kB MB GB TB)",
        "own | size | 9999999999999T | is too large",
        "own | small_size | 2K | is above the maximum of 1024",
      })
  void refuses(String id, String option, String text, String problem) {
    ConfigException refusal = assertThrows(ConfigException.class, () -> read(option, text));
    assertEquals(
        "code: [kinds] " + option + ": '" + text + "' " + problem, refusal.getMessage(), id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "T061 | 0-2 | 0,1,2",
        "T061 | -2-0 | -2,-1,0",
        "T061 | 2-0 | 2,1,0",
        "T061 | -3--1 | -3,-2,-1",
        "T061 | -1--3 | -1,-2,-3",
        "T061 | -1 | -1",
        "T065 | 0 | 0",
      })
  void a_range_runs_from_its_first_to_its_last_number(String id, String text, String numbers)
      throws Exception {
    IntRange range = IntRange.class.cast(new RangeType().convert(text));
    String all = String.join(",", range.inclusive().mapToObj(Integer::toString).toList());
    assertEquals(numbers, all, id);
    assertEquals(text, range.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"0-2 | 0,1", "2-0 | 2,1", "-1 | ``"})
  void a_range_can_be_run_without_its_end(String text, String numbers) throws Exception { // T064
    IntRange range = IntRange.class.cast(new RangeType().convert(text));
    assertEquals(numbers, String.join(",", range.exclusive().mapToObj(Integer::toString).toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--1", "4-", "--", "1.1-1.2", "a-b", "007", "1 - 2", "", "1-02", "+1"})
  void what_is_no_range_is_refused(String text) { // T062, T065
    assertThrows(BadValue.class, () -> new RangeType().convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-3", "2-2", "2", "3-1"})
  void a_range_within_its_bounds_is_taken(String text) throws Exception { // T063
    assertEquals(text.equals("2-2") ? "2" : text, shown("small_range", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-4", "0-3", "0-4"})
  void a_range_outside_its_bounds_is_refused(String text) { // T063
    assertThrows(ConfigException.class, () -> read("small_range", text));
  }

  @Test
  void a_range_of_all_numbers_is_no_trouble() {
    assertTrue(new IntRange(Integer.MIN_VALUE, Integer.MAX_VALUE).contains(0));
    assertEquals(List.of(1), new IntRange(1, 1).inclusive().boxed().toList());
  }
}
