package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypesTest {

  private static Sample.Types with(String option, String text) {
    return Config.forTesting(Sample.Types.class)
        .set("types", option, text)
        .build()
        .get(Sample.Types.class);
  }

  private static Object value(String option, String text) throws Exception {
    for (var component : Sample.Types.class.getRecordComponents()) {
      if (Declaration.snakeCase(component.getName()).equals(option)) {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        return accessor.invoke(with(option, text));
      }
    }
    throw new AssertionError(option);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | foo bar | foo bar",
        "choice | b | b",
        "choice | `` | ``",
        "flag | True | true",
        "flag | YES | true",
        "flag | on | true",
        "flag | 1 | true",
        "flag | 0 | false",
        "flag | Off | false",
        "flag | no | false",
        "number | -123 | -123",
        "number | `   5 ` | 5",
        "number | +5 | 5",
        "number | 1_000 | 1000",
        "number | -2147483648 | -2147483648",
        "wide | 9223372036854775807 | 9223372036854775807",
        "ratio | 5e-1 | 0.5",
        "ratio | .5 | 0.5",
        "mode | mutate_all | MUTATE_ALL",
        "mode | Mutate-All | MUTATE_ALL",
        "seconds | 2 | PT2S",
        "seconds | 0.25 | PT0.25S",
        "seconds | -1 | PT-1S",
        "seconds | 500ms | PT0.5S",
        "seconds | 2m | PT2M",
        "seconds | 1 h | PT1H",
        "seconds | 1d | PT24H",
        "millis | 250 | PT0.25S",
        "millis | 1s | PT1S",
        "path | /a/b | /a/b",
        "names | ` foo bar ` | [foo bar]",
        "names | ` foo bar, baz ` | [foo bar, baz]",
        "names | `foo, bar, baz, ` | [foo, bar, baz]",
        "names | `` | []",
        "names | `a,,b` | [a, , b]",
        "names | `,a` | [, a]",
        "names | `,,` | []",
        "names | `a,b,,,` | [a, b]",
        "numbers | `1,2,3,5,` | [1, 2, 3, 5]",
        "repeated | `a,b` | [a,b]",
        "maybe | `` | Optional[]",
        "maybe | x | Optional[x]",
        "maybe_long | `` | Optional.empty",
        "maybe_long | 5 | Optional[PT5S]",
        "maybe_number | ` ` | OptionalInt.empty",
        "maybe_number | 5 | OptionalInt[5]",
        "token | x | Optional[****]",
      })
  void accepts(String option, String text, String expected) throws Exception {
    assertEquals(expected, String.valueOf(value(option, text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "choice | baz | 'baz' is not one of a, b, ''",
        "flag | foo | 'foo' is not a boolean (use true or false)",
        "flag | `` | '' is not a boolean (use true or false)",
        "flag | y | 'y' is not a boolean (use true or false)",
        "number | 12a45 | '12a45' is not an integer",
        "number | 0x10 | '0x10' is not an integer",
        "number | 1.0 | '1.0' is not an integer",
        "number | `` | '' is not an integer",
        "number | ١٢ | '١٢' is not an integer",
        "number | 2147483648 | '2147483648' does not fit into 32 bits",
        "wide | 9223372036854775808 | '9223372036854775808' does not fit into 64 bits",
        "bounded | 0 | '0' is below the minimum of 1",
        "bounded | 1000001 | '1000001' is above the maximum of 1000000",
        "ratio | 1.5 | '1.5' is above the maximum of 1",
        "ratio | nan | 'nan' is not a number",
        "ratio | inf | 'inf' is not a number",
        "ratio | 123,345 | '123,345' is not a number",
        "ratio | 1e999 | '1e999' is too large",
        "mode | reloud | 'reloud' is not one of reload, mutate_all (did you mean reload?)",
        "seconds | soon | 'soon' is not a duration (write a number, or one like 30s, 500ms, 2m)",
        "seconds | 5 weeks | '5 weeks' has an unknown unit (use one of ns us ms s m h d)",
        "seconds | 99999999999999999999d | '99999999999999999999d' is too long",
        "millis | 2s | '2s' is above the maximum of 1000 millis",
        "path | `` | '' is not a path",
        "numbers | `1,,2` | '1,,2' has item 2, which is not an integer",
      })
  void refuses(String option, String text, String expected) {
    ConfigException refusal = assertThrows(ConfigException.class, () -> with(option, text));
    assertEquals("code: [types] " + option + ": " + expected, refusal.getMessage());
  }

  @Test
  void defaults_and_absent_values() {
    Sample.Types types = Config.forTesting(Sample.Types.class).build().get(Sample.Types.class);
    assertEquals(List.of(), types.names());
    assertEquals(List.of(1, 2), types.numbers());
    assertEquals(Optional.empty(), types.maybe());
    assertEquals(OptionalInt.empty(), types.maybeNumber());
  }

  @Test
  void repeated_keys_are_kept_in_order_and_never_split() {
    Config config =
        Config.forTesting(Sample.Types.class)
            .set("types", "repeated", "a,b")
            .set("types", "repeated", "c")
            .build();
    assertEquals(List.of("a,b", "c"), config.get(Sample.Types.class).repeated());
  }
}
