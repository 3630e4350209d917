package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigSnapshotTest {

  private static ConfigSnapshot sample() {
    return new ConfigSnapshot(
        3,
        List.of("/e/a.conf", "/e/ü.conf"),
        List.of(
            new RawValue(
                new OptionKey("DEFAULT", "a"), "x\ty\nz\\", new Origin.InFile("/e/a.conf", 3, 5)),
            new RawValue(new OptionKey("s", "b"), "", new Origin.Argument(2)),
            new RawValue(new OptionKey("s", "c"), "ü\ud83d", new Origin.Code())));
  }

  @Test
  void text_form_is_ascii_lines() {
    assertEquals(
        """
        perennial-snapshot\t1
        generation\t3
        read\t/e/a.conf
        read\t/e/\\00fc.conf
        file\t/e/a.conf\t3\t5\tDEFAULT\ta\tx\\0009y\\000az\\005c
        argument\t2\ts\tb\t
        code\ts\tc\t\\00fc\\d83d
        """,
        sample().toText().replaceFirst("end\t5\t[0-9a-f]+\n$", ""));
  }

  @Test
  void writing_and_text_are_the_same() throws IOException {
    StringBuilder out = new StringBuilder();
    sample().writeTo(out);
    assertEquals(sample().toText(), out.toString());
  }

  @Test
  void random_snapshots_survive_the_round_trip() { // X06
    long seed = System.nanoTime();
    System.out.println("ConfigSnapshotTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      ConfigSnapshot snapshot = random(random);
      assertEquals(snapshot, ConfigSnapshot.parse(snapshot.toText()), "seed " + seed);
    }
  }

  @Test
  void any_damage_is_an_error_and_not_another_configuration() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String text = sample().toText();
    for (int i = 0; i < 2_000; i++) {
      String cut = text.substring(0, random.nextInt(text.length()));
      assertThrows(ConfigException.class, () -> ConfigSnapshot.parse(cut), "seed " + seed);
      int at = random.nextInt(text.length());
      char other = (char) (text.charAt(at) ^ (1 + random.nextInt(30)));
      String hit = text.substring(0, at) + other + text.substring(at + 1);
      assertThrows(ConfigException.class, () -> ConfigSnapshot.parse(hit), "seed " + seed);
    }
  }

  @Test
  void errors_say_what_is_wrong_without_repeating_the_text() { // X08
    String message =
        assertThrows(ConfigException.class, () -> ConfigSnapshot.parse("hunter2")).getMessage();
    assertTrue(message.startsWith("configuration snapshot does not begin as one"), message);
    assertFalse(message.contains("hunter2"));
  }

  @Test
  void string_form_shows_no_values() {
    assertEquals("configuration generation 3, 3 values set", sample().toString());
  }

  private static ConfigSnapshot random(Random random) {
    List<RawValue> values = new ArrayList<>();
    for (int n = random.nextInt(6); n > 0; n--) {
      values.add(
          new RawValue(OptionKey.of(text(random), text(random)), text(random), origin(random)));
    }
    List<String> files = Stream.generate(() -> text(random)).limit(random.nextInt(3)).toList();
    return new ConfigSnapshot(1 + random.nextInt(Integer.MAX_VALUE - 1), files, values);
  }

  private static Origin origin(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Origin.InFile(text(random), random.nextInt(1000), random.nextInt(1000));
      case 1 -> new Origin.Argument(random.nextInt(1000));
      default -> new Origin.Code();
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(20); n > 0; n--) {
      boolean plain = random.nextBoolean();
      text.append(
          plain ? "\\\t\n\r end0=".charAt(random.nextInt(10)) : (char) random.nextInt(0x10000));
    }
    return text.toString();
  }
}
