package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationTest {

  private static Optional<Invocation> call(String name, String argument) {
    return Optional.of(new Invocation(name, Optional.of(argument)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prof()", "prof", " prof ( ) ", "prof();"})
  void a_call_without_an_argument(String line) {
    assertEquals(Optional.of(new Invocation("prof", Optional.empty())), Invocation.parse(line));
  }

  @Test
  void an_argument_has_either_kind_of_quotes_or_none() {
    assertEquals(call("prof", "neutron"), Invocation.parse("prof('neutron')"));
    assertEquals(call("prof", "neutron"), Invocation.parse("prof( \"neutron\" )"));
    assertEquals(call("fo", "dict"), Invocation.parse("fo(dict)"));
    assertEquals(call("prof", "wall=True"), Invocation.parse("prof(wall=True)"));
    assertEquals(call("prof", ""), Invocation.parse("prof('')"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET / HTTP/1.1", "prof('a", "prof('a').x", "a b", "prof(f())"})
  void what_has_another_form_is_none(String line) {
    assertEquals(Optional.empty(), Invocation.parse(line));
  }
}
