package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Which texts are names or addresses of hosts (T080 to T090).
class HostCasesTest {
  private static final String LABEL = "a".repeat(63);

  private static boolean accepts(HostType.Kind kind, String text) {
    try {
      new HostType(kind).convert(text);
      return true;
    } catch (BadValue e) {
      return false;
    }
  }

  /// One letter a kind, in the order name, address, domain.
  private static String verdict(String text) {
    StringBuilder verdict = new StringBuilder();
    for (HostType.Kind kind : HostType.Kind.values()) {
      verdict.append(accepts(kind, text) ? 'y' : 'n');
    }
    return verdict.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "T084 | `` | nnn",
        "T080 | -1 | nnn",
        "T080 | _foo | nny",
        "T080 | 3.14 | nnn",
        "T080 | 10.0 | nnn",
        "T080 | host..name | nnn",
        "T080 | org.10 | nnn",
        "T080 | 0.0.00 | nnn",
        "T081 | foo.bar | yyy",
        "T081 | 192.168.0.1 | nyy",
        "T081 | abcd:ef::1 | nyy",
        "T081 | 3com.com | yyy",
        "T081 | 10.org | yyy",
        "T081 | cell1.nova.site1 | yyy",
        "T081 | ab-c.com | yyy",
        "T081 | abc.com-org | yyy",
        "T081 | abc.0-0 | yyy",
        "T083 | host_name | nny",
        "T083 | host_01.co.uk | nny",
        "T083 | _site01001 | nny",
        "A7.20 | _1 | nnn",
        "A7.20 | a.1_2 | nnn",
        "A7.20 | _1.a | nny",
        "A7.20 | 1_2-3 | nny",
        "T085 | localhost | yyy",
        "T085 | site01001 | yyy",
        "T085 | 10ab.10ab | yyy",
        "T085 | host.com\" | nnn",
        "T085 | \"host.com\" | nnn",
        "T085 | h'ost'.com | nnn",
        "T085 | ho$t.com | nnn",
        "T085 | h%st.com | nnn",
        "T085 | host;name.com | nnn",
        "T085 | host name.com | nnn",
        "T086 | .host.name.com | nnn",
        "T087 | 10.0.0.0 | nyy",
        "T088 | -host.com | nnn",
        "T088 | host-.com | nnn",
        "T088 | host.-com | nnn",
        "T088 | host.com- | nnn",
        "T089 | cell1.nova.site1. | yyy",
        "A7.19 | a.. | nnn",
        "A7.19 | . | nnn",
        "A7.19 | ｈost | nnn",
      })
  void are_hosts(String id, String text, String verdict) {
    assertEquals(verdict, verdict(text), id);
  }

  static Stream<String> longest() { // T090
    return Stream.of(LABEL, String.join(".", LABEL, LABEL, LABEL, "a".repeat(61)));
  }

  @ParameterizedTest
  @MethodSource
  void longest(String text) {
    assertEquals("yyy", verdict(text));
    assertEquals("nnn", verdict(text + "a".repeat(3)));
  }

  @Test
  void a_label_of_64_is_too_long() { // T090
    assertEquals("nnn", verdict(LABEL + "a"));
  }
}
