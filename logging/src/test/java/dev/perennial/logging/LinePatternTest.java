package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinePatternTest {

  @ParameterizedTest
  @CsvSource({
    "'%(name)s', name",
    "'[%(name)s]', '[name]'",
    "'%(name)6s', '  name'",
    "'%(name)-6s|', 'name  |'",
    "'%(name)06d', '00name'",
    "'%(name)2s', name",
    "'100%% %(name)r', '100% name'",
    "'no field', 'no field'",
    "'', ''"
  })
  void fields_are_filled_in_as_python_does(String pattern, String line) {
    assertEquals(line, LinePattern.of(pattern).text(field -> field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%s", "%(name)", "%(name)x", "50 % of", "%(na me)s"})
  void a_percent_sign_that_is_no_field_is_refused_with_its_place(String pattern) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> LinePattern.of(pattern));
    int place = pattern.indexOf('%') + 1;
    assertEquals(
        "no field at character " + place + ": a field is like %(name)s, a sign is %%",
        refused.getMessage());
  }

  @Test
  void a_pattern_knows_its_fields() {
    LinePattern pattern = LinePattern.of("%(a)s %%(b)s");
    assertEquals("true false", pattern.has("a") + " " + pattern.has("b"));
  }
}
