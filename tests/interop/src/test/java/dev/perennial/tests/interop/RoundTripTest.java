package dev.perennial.tests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.OptionCatalog;
import dev.perennial.config.SampleFormat;
import dev.perennial.config.SampleLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Samples of several hundred options of all types, written by one side and read by the other: as
/// they are, where every assignment is a comment, and with the comment signs taken away, where
/// every assignment is made. Both times every option has its default.
class RoundTripTest {

  private static final List<Class<? extends Record>> GROUPS = new NovaLike().groups();
  private static final int OPTIONS = GROUPS.size() * AllTypes.class.getRecordComponents().length;

  private static OsloConfig oslo;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    oslo = OsloConfig.start();
  }

  @AfterAll
  static void stop() throws IOException {
    oslo.close();
  }

  private static String ourSample() throws Exception {
    return OptionCatalog.of(NovaLike.class.getClassLoader())
        .select(List.of("nova-like"))
        .sample(SampleFormat.INI, SampleLayout.COMPLETE);
  }

  /// Makes every assignment that is there as a comment. What has no default cannot be assigned.
  private static String live(String sample) {
    return sample
        .lines()
        .map(line -> line.matches("#(\\w+ =|    ).*") ? line.substring(1) : line)
        .filter(line -> !line.contains("<None>"))
        .collect(Collectors.joining("\n"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("sample.conf"), text);
  }

  private Reading theirs(String text) throws IOException {
    return Reading.of(oslo.read(file(text), NovaLike.sections()));
  }

  private Reading ours(String text) throws IOException {
    return Perennial.load(file(text), GROUPS);
  }

  @Test
  void both_sides_declare_the_same_defaults() throws Exception {
    assertEquals(OPTIONS, ours("").values().size());
    assertSame(theirs(""), ours(""));
  }

  @Test
  void our_sample_is_read_by_oslo_config_with_the_same_defaults() throws Exception {
    Reading defaults = theirs("");
    assertSame(defaults, theirs(ourSample()));
    assertSame(defaults, theirs(live(ourSample())));
    assertTrue(
        live(ourSample()).lines().filter(l -> l.matches("\\w+ =.*")).count() > OPTIONS * 0.9);
  }

  @Test
  void the_sample_of_oslo_config_is_read_by_us_with_the_same_defaults() throws Exception {
    String sample = oslo.sample(NovaLike.sections());
    Reading defaults = ours("");
    assertSame(defaults, ours(sample));
    assertSame(defaults, ours(withoutEmptyRepeats(live(sample))));
  }

  /// There, a list that is empty is written like one that has an empty item.
  private static String withoutEmptyRepeats(String text) {
    return text.lines()
        .filter(line -> !line.equals("repeated_numbers ="))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void both_samples_have_the_same_sections_and_assignments_in_the_same_order() throws Exception {
    assertEquals(frame(oslo.sample(NovaLike.sections())), frame(ourSample()));
  }

  /// Section headers, namespaces and the names of options, without help and values.
  private static List<String> frame(String sample) {
    return sample
        .lines()
        .filter(line -> line.matches("\\[.*]|#\\w+ =.*"))
        .map(line -> line.replaceFirst(" =.*", ""))
        .toList();
  }

  private static void assertSame(Reading expected, Reading actual) {
    assertEquals(expected.refusal(), actual.refusal());
    assertEquals(expected.errors(), actual.errors());
    assertEquals(normal(expected), normal(actual));
  }

  /// A list that is not set is none there and empty here.
  private static Map<String, String> normal(Reading reading) {
    Map<String, String> normal = new TreeMap<>();
    reading
        .values()
        .forEach((option, value) ->
            normal.put(
                option,
                option.endsWith(".repeated_numbers") && value.isEmpty()
                    ? "Optional[[]]"
                    : "" + value));
    return normal;
  }
}
