package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IniReaderFuzzTest {
  private static final String SIGNS =
      "[]=:#;\"'\\ \t\n\n\n\r\u0085\u00a0\u2028\f\0ab_-$%,\ud83d\ufeff";

  @Test
  void any_text_gives_values_and_errors_and_nothing_else() {
    long seed = System.nanoTime();
    System.out.println("IniReaderFuzzTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      String text = text(random);
      Problems problems = new Problems();
      IniFile file = IniReader.read("f", text, problems);
      int lines = (int) text.lines().count();
      assertTrue(file.values().size() + problems.all().size() <= lines, "seed " + seed);
      problems.all().forEach(error -> assertPlace(error, text, seed));
      file.values().forEach(value -> assertTrue(!value.name().isEmpty(), "seed " + seed));
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(80); n > 0; n--) {
      text.append(
          random.nextInt(20) == 0
              ? (char) random.nextInt(0x10000)
              : SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return text.toString();
  }

  private static void assertPlace(ConfigError error, String text, long seed) {
    Origin.InFile place = (Origin.InFile) error.where().orElseThrow();
    assertTrue(place.line() >= 1 && place.line() <= text.lines().count(), "seed " + seed);
    assertTrue(place.column() >= 1 && place.column() <= text.length(), "seed " + seed);
    assertTrue(error.toString().lines().count() == 1, "seed " + seed);
  }
}
