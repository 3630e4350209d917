package dev.perennial.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The cases of the test suite of `oslo.config`, by the numbers of
/// `docs/design/config-differences.md`: each stands in a test of ours, or on that page.
class ConfigCasesTest {

  private static final String CASES =
      """
      C01 to C15 C17 to C30 C32 to C56
      E01 E03 to E07
      F01 F03 to F13 F15 to F42
      G01 to G28 G30 to G35 G37 to G40
      I01 to I36
      L01 L02 L04 to L11
      M01 M03 to M05 M07 to M24
      N01 to N05 N07 to N13
      P01 to P03 P05 to P08 P10 to P36
      R01 to R07 R09 to R19 R21 to R28
      S01 S02 S04 to S15
      T001 T003 T005 to T012 T014 T015 T018 to T020 T022 to T027 T029 T031 T033 T035 T038 to T041
      T043 to T048 T050 to T056 T058 to T066 T068 to T090 T092 to T095 T097 to T104
      V01 V03 to V09
      X01 X03 to X09
      """;

  private static final Pattern NUMBERS =
      Pattern.compile("\\b([CEFGILMNPRSTVX])(\\d{2,3})(?:(?: to |–)\\1(\\d{2,3}))?\\b");

  @Test
  void every_case_has_a_test_or_is_listed_as_different() throws IOException {
    StringBuilder known = new StringBuilder();
    for (TextFile file : Checkout.find().textFiles()) {
      if (file.path()
          .matches("(config|cli|testing)/src/test/.*\\.java|docs/design/config-differences.md")) {
        known.append(String.join("\n", file.lines())).append('\n');
      }
    }
    Set<String> missing = numbersIn(CASES);
    missing.removeAll(numbersIn(known.toString()));
    assertEquals(Set.of(), missing, "neither in a test nor in docs/design/config-differences.md");
  }

  @Test
  void ranges_are_understood() {
    assertEquals(
        Set.of("C01", "C02", "C03", "T009", "T010"), numbersIn("x C01 to C03, T009–T010 and F1"));
  }

  private static Set<String> numbersIn(String text) {
    Set<String> numbers = new TreeSet<>();
    for (Matcher found = NUMBERS.matcher(text); found.find(); ) {
      String first = found.group(2);
      String last = found.group(3) == null ? first : found.group(3);
      for (int i = Integer.parseInt(first); i <= Integer.parseInt(last); i++) {
        numbers.add(("%s%0" + first.length() + "d").formatted(found.group(1), i));
      }
    }
    return numbers;
  }
}
