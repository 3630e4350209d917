package dev.perennial.backdoor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bytes are those of `marshal.dumps(value, 2)` in Python 3.11.
class MarshalTest {

  private static String hex(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Marshal(out).write(value);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  @Test
  void numbers_are_small_large_or_broken() throws IOException {
    assertEquals("6900000000", hex(0));
    assertEquals("69ffffff7f", hex(Integer.MAX_VALUE));
    assertEquals("6c03000000000000000200", hex(1L << 31));
    assertEquals("6c05000000ff7fff7fff7fff7f0700", hex(Long.MAX_VALUE));
    assertEquals("679a9999999999b93f", hex(0.1));
  }

  @Test
  void texts_have_their_length_in_bytes() throws IOException {
    assertEquals("7503000000e282ac", hex("€"));
  }

  @Test
  void tuples_and_maps_hold_the_others() throws IOException {
    assertEquals(
        "7b" + "280100000075010000006b" + "6901000000" + "30", hex(Map.of(List.of("k"), 1)));
  }

  @Test
  void another_kind_of_value_has_no_form() {
    assertThrows(IllegalArgumentException.class, () -> hex(new Object()));
  }
}
