package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final String MARKER = "hunter2marker";

  @Group("vault")
  record Good(
      @Opt(required = true) Secret key,
      @Opt(secret = true, def = "", mutable = true) String password) {}

  @TempDir Path directory;

  @Test
  void a_secret_prints_stars_and_compares_by_value() {
    assertEquals("****", Secret.of(MARKER).toString());
    assertEquals(Secret.of(MARKER), Secret.of(MARKER));
    assertEquals(MARKER, Secret.of(MARKER).reveal());
  }

  @Group("vault")
  record Bad(
      @Opt(secret = true, def = "0") int pin,
      @Opt(secret = true, def = "a") @OneOf({"a", "hunter2markee"}) String choice) {}

  @Test
  void no_error_shows_a_secret() {
    ProgramOnDisk disk = new ProgramOnDisk(directory);
    disk.file("etc/prog.conf", "[vault]|pin = " + MARKER + "|choice = " + MARKER);
    List<String> errors = disk.refusal(disk.program(Bad.class), "--vault-pni=" + MARKER);
    assertEquals(3, errors.size());
    assertFalse(errors.toString().contains(MARKER), errors.toString());
    assertTrue(errors.get(1).endsWith("pin: the secret value is not an integer"), errors.get(1));
  }

  @Group("vault")
  record Many(@Opt Map<String, Secret> byName, @Opt List<Secret> all) {}

  @Test
  void each_secret_of_several_is_masked_alone_and_names_stay() {
    Config config =
        Config.forTesting(Many.class)
            .set("vault", "by_name", "first:hunter2, second:hunter3")
            .set("vault", "all", "hunter4, hunter5")
            .build();
    assertEquals(
        "first **** second **** **** ****",
        config.secretMask().apply("first hunter2 second hunter3 hunter4 hunter5"));
    assertEquals("second is ****", config.masked("second is hunter3"));
  }

  @Test
  void no_listing_shows_a_secret() {
    ProgramOnDisk disk = new ProgramOnDisk(directory);
    disk.file("etc/prog.conf", "[vault]|key = " + MARKER);
    String[] args = {"--vault-password", MARKER, "--vault-password=" + MARKER};
    Config config = disk.program(Good.class).load(args);
    disk.file("etc/prog.conf", "[vault]|key = " + MARKER + "2");
    Candidate candidate = config.prepareMutate();
    String shown =
        String.join("\n", config.describe())
            + config.get(Good.class).key()
            + config.snapshot()
            + candidate.change()
            + candidate.change().ignored();
    assertFalse(shown.contains(MARKER), shown);
    assertTrue(
        shown.contains("command line arguments: --vault-password **** --vault-password=****"),
        shown);
  }

  @Test
  void a_worker_masks_its_arguments_too() {
    ProgramOnDisk disk = new ProgramOnDisk(directory);
    Config supervisor = disk.program(Good.class).load(new String[] {"--vault-key", MARKER});
    Path handedOver = disk.file("snapshot", supervisor.snapshot().toText());
    disk.environment.put(ConfigSnapshot.ENVIRONMENT_VARIABLE, handedOver.toString());
    disk.environment.put(
        ConfigSnapshot.WORKER_VARIABLE, Long.toString(ProcessHandle.current().pid()));
    Config worker = disk.program(Good.class).load(new String[] {"--vault-key", MARKER});
    assertFalse(worker.describe().toString().contains(MARKER));
  }
}
