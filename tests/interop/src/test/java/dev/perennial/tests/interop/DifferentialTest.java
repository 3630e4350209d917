package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Made-up files, read by us and by oslo.config: the same are accepted, and the options of every
/// type have the same values, but for the differences that [Difference] names.
class DifferentialTest {

  @TempDir Path directory;

  @Test
  void both_accept_the_same_files_and_read_the_same_values() throws IOException {
    int texts = Form.choose(1_000, 20_000);
    long seed = Form.seedOfInputs(4_208_186_709L);
    System.out.println("DifferentialTest seed " + seed);
    IniTexts made = new IniTexts(seed);
    Map<Difference, Integer> seen = new EnumMap<>(Difference.class);
    List<String> unexplained = new ArrayList<>();
    int accepted = 0;
    try (OsloConfig theirs = OsloConfig.start()) {
      Path file = directory.resolve("x.conf");
      for (int i = 0; i < texts; i++) {
        String text = made.next();
        Files.writeString(file, text);
        Reading their = Reading.of(theirs.read(file));
        Reading our = Perennial.read(file);
        accepted += their.refusal().isEmpty() && their.errors().isEmpty() ? 1 : 0;
        for (Mismatch mismatch : Mismatch.between(our, their)) {
          Optional<Difference> known = Difference.explaining(mismatch, text);
          known.ifPresentOrElse(
              difference -> seen.merge(difference, 1, Integer::sum),
              () -> unexplained.add(mismatch + " in\n" + visible(text)));
        }
      }
    }
    Form.summary(
        "DifferentialTest",
        "%d texts, %d accepted by both, seed %d, known differences %s"
            .formatted(texts, accepted, seed, seen));
    assertEquals(
        List.of(),
        unexplained.stream().limit(10).toList(),
        unexplained.size() + " differences that nobody explained, seed " + seed);
  }

  @Test
  void every_difference_is_described_in_the_documentation() throws IOException {
    String page = Files.readString(Path.of("../../docs/design/config-differences.md"));
    TreeSet<String> missing = new TreeSet<>();
    for (Difference difference : Difference.values()) {
      if (!page.contains("`" + difference.label() + "`")) {
        missing.add(difference.label());
      }
    }
    assertEquals(new TreeSet<>(), missing, "not in docs/design/config-differences.md");
  }

  private static String visible(String text) {
    return text.replace("\r", "\\r").replace("\u00a0", "\\u00a0").replace("\ufeff", "\\ufeff");
  }
}
