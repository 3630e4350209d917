package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonSerializerTest {

  private final JsonSerializer serializer = JsonSerializer.standard();

  record Load(float average) {}

  static Stream<Object> numbersThatJsonLacks() {
    return Stream.of(
        Double.NaN,
        Double.NEGATIVE_INFINITY,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        new Load(Float.NaN),
        new double[] {1, Double.NaN},
        Map.of("load", List.of(Optional.of(Float.NEGATIVE_INFINITY))));
  }

  @ParameterizedTest
  @MethodSource("numbersThatJsonLacks")
  void a_number_that_json_lacks_is_not_sent(Object value) {
    String text =
        assertThrows(
                IllegalArgumentException.class,
                () -> serializer.serialize(RpcContext.empty(), value))
            .getMessage();
    assertEquals("JSON has no number", text.substring(0, text.lastIndexOf(' ')));
  }

  @Test
  void all_other_numbers_are() {
    for (Object number : List.of(1.5f, Double.MAX_VALUE, new BigDecimal("1e999"), Long.MIN_VALUE)) {
      assertTrue(serializer.serialize(RpcContext.empty(), number).isNumber());
    }
  }
}
