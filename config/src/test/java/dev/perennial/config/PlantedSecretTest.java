package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plants a marker in every secret option of a program, in every layer and in every way to get it
/// wrong, and looks for it in everything that this module shows.
class PlantedSecretTest {
  private static final String MARKER = "hunter2marker";
  private static final String NUMBER = "8675309";

  enum Word {
    ONE
  }

  @Group("vault")
  record Vault(
      @Opt Optional<Secret> token,
      @Opt(
              secret = true,
              def = "d-" + MARKER,
              was = {"former", "old/name"})
          String text,
      @Opt(secret = true, def = "$text") String made,
      @Opt(secret = true) OptionalInt pin,
      @Opt(secret = true) @Range(max = 9) OptionalInt digit,
      @Opt(secret = true) Optional<Double> real,
      @Opt(secret = true) Optional<Boolean> flag,
      @Opt(secret = true) Optional<Word> word,
      @Opt(secret = true) Optional<Duration> time,
      @Opt(secret = true) Optional<java.net.URI> uri,
      @Opt(secret = true) Optional<HostPort> server,
      @Opt(secret = true) Optional<IntRange> range,
      @Opt(secret = true) Optional<ByteSize> size,
      @Opt(secret = true) @OneOf({"hunter2marked", "b"}) Optional<String> choice,
      @Opt(secret = true) @Matches("^x") Optional<String> regex,
      @Opt(secret = true) @Length(max = 3) Optional<String> shortOne,
      @Opt(secret = true) List<Secret> list,
      @Opt(secret = true) List<Integer> numbers,
      @Opt(secret = true, quotes = true) List<String> quoted,
      @Opt(secret = true) Map<String, Secret> map,
      @Opt(secret = true, multi = true) List<String> many,
      @Opt(secret = true, mutable = true, def = "") @DeprecatedForRemoval(reason = "unsafe")
          String changing) {
    Vault {
      if (changing.startsWith("refuse")) {
        throw new IllegalArgumentException("cannot use " + changing + " with " + token);
      }
    }
  }

  @Group("open")
  record Open(@Opt(def = "plain", mutable = true) String says) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;
  private final List<String> shown = new ArrayList<>();

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program() {
    return disk.program(Vault.class, Open.class);
  }

  private void assertNothingLeaked() {
    shown.addAll(disk.warnings);
    String all = String.join("\n", shown);
    assertFalse(shown.isEmpty());
    assertFalse(all.contains(MARKER), all);
    assertFalse(all.contains(NUMBER), all);
  }

  private int refused(ConfigBuilder program, String... args) {
    try {
      program.load(args);
      return 0;
    } catch (ConfigException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      shown.add(trace.toString());
      e.errors().forEach(error -> shown.add(error.toString() + error.text() + error.hint()));
      return e.errors().size();
    }
  }

  private void goodFile(String changing) {
    disk.file(
        "etc/prog.conf",
        String.join(
            "|",
            "[vault]",
            "token = " + MARKER,
            "former = " + MARKER,
            "pin = " + NUMBER,
            "uri = http://u:" + MARKER + "@host/",
            "list = a," + MARKER,
            "map = k:" + MARKER,
            "many = " + MARKER,
            "changing = " + changing,
            "[open]",
            "says = $vault.token and ${vault.made}",
            "[vautl]",
            "token = " + MARKER));
  }

  @Test
  void no_listing_log_change_or_question_shows_it() {
    goodFile(MARKER);
    disk.environment.put("OS_VAULT__TEXT", MARKER);
    String[] args = {"--vault-many", MARKER, "--vault-many=" + MARKER, "--old-name", MARKER};
    Config config = program().load(args);
    assertTrue(config.get(Open.class).says().contains(MARKER));
    config
        .live(Open.class)
        .check((_, after) -> {
          if (after.says().contains("veto")) {
            throw new IllegalArgumentException("says " + after.says());
          }
        });
    config
        .live(Vault.class)
        .onChange(
            "a listener",
            (before, after) -> {
              throw new IllegalStateException(before.changing() + " and " + after.changing());
            });
    shown.addAll(config.describe());
    shown.add(config.snapshot().toString());
    shown.add(config.get(Vault.class).token().toString());
    goodFile(MARKER + "2");
    shown.add(config.prepareMutate().change().toString());
    shown.add(config.mutate().toString());
    goodFile("refuse-" + MARKER);
    shown.add(config.mutate().toString());
    disk.file("etc/prog.conf", "[vault]|token = " + MARKER + "|[open]|says = veto $vault.token");
    shown.add(config.mutate().toString());
    shown.add(config.reload().toString());
    shown.addAll(config.describe());
    shown.add(program().start(new String[] {"--help", "--vault-token", MARKER}).toString());
    assertNothingLeaked();
  }

  @Test
  void no_error_shows_it() {
    StringBuilder file = new StringBuilder("[vault]");
    for (var option : GroupSpec.of(Vault.class).options()) {
      file.append('|').append(option.key().name()).append(" = ").append(MARKER);
    }
    disk.file("etc/prog.conf", file + "|numbers = 1," + MARKER + "|map = " + MARKER + "," + MARKER);
    assertEquals(15, refused(program()));
    for (var option : GroupSpec.of(Vault.class).options()) {
      disk.environment.put(Environment.name(option.key()), "$" + MARKER);
    }
    assertTrue(refused(program()) > 15);
    disk.environment.clear();
    disk.file(
        "etc/prog.conf", "[vault]|digit = " + NUMBER + "|word = " + NUMBER + "|real=" + MARKER);
    assertEquals(3, refused(program()));
    assertNothingLeaked();
  }

  @Test
  void no_syntax_error_shows_it() {
    disk.file(
        "etc/prog.conf",
        MARKER + "=x|[vault]|token|" + MARKER + "|  " + MARKER + "|" + MARKER + " x");
    refused(program());
    disk.file("etc/prog.conf", "");
    refused(
        program(), "--vault-pin=" + MARKER, "--vault-tokne=" + MARKER, "--vault-flag=" + MARKER);
    refused(program(), "--vault-tokne", MARKER);
    shown.removeIf(text -> text.contains("is set before any section"));
    assertNothingLeaked();
  }
}
