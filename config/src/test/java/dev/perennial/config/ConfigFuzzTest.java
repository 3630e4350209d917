package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Throws made-up and damaged input at everything that reads what people write: it either takes it
/// or refuses it with errors of one line each, in no time.
///
/// The long form, `tests/full ConfigFuzz`, tries 5,000,000 inputs. Every input has a seed of its
/// own; `PERENNIAL_SEED` repeats a whole run.
class ConfigFuzzTest {
  private static final boolean FULL = "full".equals(System.getProperty("perennial.form"));
  private static final int INPUTS = FULL ? 5_000_000 : 100_000;
  private static final long SLOWEST_ALLOWED = TimeUnit.SECONDS.toNanos(10);

  @Group("kinds")
  record References(
      @Opt(def = "x") String text,
      @Opt(def = "$text", was = "DEFAULT/older") String chain,
      @Opt(def = "${chain}${text}") String twice,
      @Opt(def = "s", secret = true) String hidden,
      @Opt(multi = true) List<String> many) {}

  private static final Registry REGISTRY =
      Registry.EMPTY.with(GroupSpec.of(Kinds.class, "k")).with(GroupSpec.of(References.class));
  private static final List<OptionSpec> OPTIONS = List.copyOf(REGISTRY.options());
  private static final Map<OptionKey, Registry> GROUP_OF =
      OPTIONS.stream().collect(Collectors.toMap(OptionSpec::key, ConfigFuzzTest::alone));
  private static final Flags FLAGS = Flags.of(REGISTRY);
  private static final List<String> NAMES = FLAGS.names();

  /// A registry with this option, and those that the pieces refer to.
  private static Registry alone(OptionSpec option) {
    GroupSpec references = GroupSpec.of(References.class);
    GroupSpec own =
        new GroupSpec(Kinds.class, "alone", "", "", List.of(option), references.construction());
    return references.options().contains(option)
        ? Registry.EMPTY.with(references)
        : Registry.EMPTY.with(references).with(own);
  }

  private static final String[] PIECES = {
    "[",
    "]",
    "[k]",
    "[kinds]",
    "[DEFAULT]",
    "=",
    ":",
    " = ",
    "\n",
    "\r\n",
    "\r",
    "\n  ",
    "#",
    ";",
    "\"",
    "'",
    ",",
    ",,",
    "{",
    "}",
    "$",
    "$$",
    "\\$",
    "${",
    "$text",
    "${chain}",
    "$kinds.twice",
    "$k.list",
    "${k.whole}",
    "a",
    "foo",
    "bar",
    "-",
    "--",
    "0",
    "1",
    "007",
    "-1",
    "65536",
    "1e9",
    "1e999",
    "nan",
    "_",
    ".",
    "..",
    "::",
    "::1",
    "1.2.3.4",
    "[::1]:80",
    "http://",
    "http://h/p",
    "true",
    "off",
    "K",
    "MiB",
    "\t",
    " ",
    "\u00a0",
    "\u0085",
    "\u2028",
    "\0",
    "\ufeff",
    "\ud83d",
    "\ud83d\ude00",
    "٣",
    "9223372036854775808",
    "99999999999999999999999999999999999",
    "--k-text",
    "--kinds-many=",
    "--config-file",
    "-h",
    "%s",
    "é"
  };

  private final LongAdder accepted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void any_input_is_taken_or_refused() {
    String asked = System.getProperty("perennial.seed", "");
    long seed = asked.isEmpty() ? System.nanoTime() : Long.parseLong(asked);
    System.out.println("ConfigFuzzTest seed " + seed);
    IntStream.range(0, INPUTS).parallel().forEach(i -> timed(i, seed));
    assertTrue(slowest.get() < SLOWEST_ALLOWED, "an input took " + slowest + " ns, seed " + seed);
    assertTrue(
        accepted.sum() > INPUTS / 100 && refused.sum() > INPUTS / 100, "one-sided: " + accepted);
    System.out.printf(
        "SUMMARY config fuzz: %,d inputs, %,d taken, %,d refused, slowest %.1f ms, seed %d%n",
        INPUTS, accepted.sum(), refused.sum(), slowest.get() / 1e6, seed);
  }

  private void timed(int i, long seed) {
    long before = System.nanoTime();
    String where = "seed " + seed + ", input " + i;
    try {
      input(new Random(seed + i), where);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(where, e);
    }
    slowest.accumulate(System.nanoTime() - before);
  }

  private void input(Random random, String where) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> file(random, where);
      case 3, 4 -> value(random, where);
      case 5 -> arguments(random, where);
      case 6 -> bytes(random, where);
      default -> snapshot(random, where);
    }
  }

  /// A file, from its text to records.
  private void file(Random random, String where) {
    String text = random.nextBoolean() ? soup(random, 60) : damaged(GOOD_FILE, random);
    Problems problems = new Problems();
    IniFile file = IniReader.read("f", text, Interest.IN_EVERYTHING, problems);
    List<RawValue> renewed = new OldNames(REGISTRY, new Notices(_ -> {})).renewed(file.values());
    bind(new ConfigSnapshot(1, renewed), problems, where);
  }

  /// One text for one option: what the random file seldom comes to.
  private void value(Random random, String where) {
    OptionSpec option = OPTIONS.get(random.nextInt(OPTIONS.size()));
    String text = random.nextInt(4) == 0 ? soup(random, 200) : soup(random, 6);
    RawValue value = new RawValue(option.key(), text, new Origin.InFile("f", 1, 1));
    Problems problems = new Problems();
    boolean taken = value(option, value, problems);
    (taken ? accepted : refused).increment();
    assertEquals(taken, problems.all().isEmpty(), where);
    checkErrors(problems.all(), where);
  }

  private static boolean value(OptionSpec option, RawValue value, Problems problems) {
    ConfigSnapshot snapshot = new ConfigSnapshot(1, List.of(value));
    return Resolver.resolve(GROUP_OF.get(option.key()), snapshot, problems)
        .containsKey(option.key());
  }

  private void arguments(Random random, String where) {
    String[] args = new String[random.nextInt(5)];
    for (int i = 0; i < args.length; i++) {
      boolean known = random.nextBoolean();
      String name = NAMES.get(random.nextInt(NAMES.size()));
      args[i] =
          known ? name + (random.nextBoolean() ? "=" : "") + soup(random, 2) : soup(random, 4);
    }
    Problems problems = new Problems();
    Arguments arguments = ArgumentParser.parse(args, FLAGS, problems);
    assertEquals(args.length, arguments.masked().size(), where);
    bind(new ConfigSnapshot(1, arguments.values()), problems, where);
  }

  private void bytes(Random random, String where) {
    byte[] bytes = damaged(GOOD_FILE, random).getBytes(StandardCharsets.UTF_8);
    for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    Problems problems = new Problems();
    Optional<String> text = TextFile.decode(Path.of("f"), bytes, problems);
    assertEquals(text.isEmpty(), problems.all().size() == 1, where);
    checkErrors(problems.all(), where);
  }

  private void snapshot(Random random, String where) {
    List<RawValue> values = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      values.add(
          new RawValue(
              OptionKey.of(soup(random, 2), soup(random, 2)), soup(random, 5), origin(random)));
    }
    ConfigSnapshot snapshot = new ConfigSnapshot(random.nextInt(1000), values);
    assertEquals(snapshot, ConfigSnapshot.parse(snapshot.toText()), where);
    try {
      ConfigSnapshot.parse(damaged(snapshot.toText(), random));
      accepted.increment();
    } catch (ConfigException e) {
      refused.increment();
      checkErrors(e.errors(), where);
    }
  }

  private static Origin origin(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Origin.InFile(soup(random, 2), random.nextInt(99), random.nextInt(99));
      case 1 -> new Origin.InSource(soup(random, 2), soup(random, 2));
      case 2 -> new Origin.Variable(soup(random, 2));
      case 3 -> new Origin.Argument(random.nextInt(99));
      default -> new Origin.Code();
    };
  }

  private void bind(ConfigSnapshot snapshot, Problems problems, String where) {
    try {
      Map<OptionKey, Effective> values = BoundSnapshot.of(REGISTRY, snapshot, problems).values();
      assertEquals(OPTIONS.size(), values.size(), where);
      accepted.increment();
    } catch (ConfigException e) {
      refused.increment();
      checkErrors(e.errors(), where);
    }
  }

  private static void checkErrors(List<ConfigError> errors, String where) {
    for (ConfigError error : errors) {
      String line = error.toString();
      boolean oneLine = line.chars().noneMatch(c -> Character.isISOControl(c));
      assertTrue(oneLine && line.length() < 4000, where + ": " + line);
    }
  }

  private static String soup(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(most); n > 0; n--) {
      text.append(
          random.nextInt(20) == 0
              ? String.valueOf((char) random.nextInt(0x10000))
              : PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static String damaged(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    for (int n = random.nextInt(6); n > 0 && !text.isEmpty(); n--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, soup(random, 4));
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        default -> text.setCharAt(at, (char) random.nextInt(0x180));
      }
    }
    return text.toString();
  }

  private static final String GOOD_FILE =
      """
      # a comment
      [DEFAULT]
      older = $$ and ${text}
      [k]
      text = some words
      choice = foo
      quoted = "a b"
      whole = 12
      high: 200
      real = 1.5e2
      list = a, b,c
      bounded = [1,2,3]
      nested = [a],[b,c]
      dict = a:1,b:2
      nested_dict = a:{b:c}
      range = 3-7
      ip = 10.0.0.1
      host_port = [::1]:80
      uri = http://host/path
      size = 64 MiB
      [kinds]
      text = one
        two
      chain = ${text} $k.whole
      many = 1
      many = $twice
      """;
}
