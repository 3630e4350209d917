package dev.perennial.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets that stand in files of their own, or come as credentials of systemd.
class SecretFilesTest {

  @Group("vault")
  record Vault(
      @Opt(mutable = true) Optional<Secret> token,
      @Opt(secret = true) OptionalInt pin,
      @Opt Optional<String> open,
      @Opt(multi = true) List<Secret> keys) {}

  @TempDir Path directory;
  private ProgramOnDisk disk;

  @BeforeEach
  void makeProgram() {
    disk = new ProgramOnDisk(directory);
  }

  private ConfigBuilder program(String... lines) {
    disk.file("etc/prog.conf", "[vault]|" + String.join("|", lines));
    return disk.program(Vault.class);
  }

  private Vault vault(String... lines) {
    return program(lines).load(new String[0]).get(Vault.class);
  }

  @Test
  void a_secret_is_what_is_in_the_file() {
    Path file = disk.file("token", "pa$text ${x}|");
    Path pin = disk.file("pin", " 42 |");
    Vault vault =
        vault(
            "token = postgresql://u:${file:" + file + "}@db/x",
            "pin = ${file:" + pin + "}",
            "keys = ${file:" + file + "}",
            "keys = b");
    assertEquals("postgresql://u:pa$text ${x}@db/x", vault.token().orElseThrow().reveal());
    assertEquals(OptionalInt.of(42), vault.pin());
    assertEquals(List.of(Secret.of("pa$text ${x}"), Secret.of("b")), vault.keys());
  }

  @Test
  void a_backslash_before_a_dollar_is_no_escape() {
    Path password = disk.file("password", "pw\\$");
    Path other = disk.file("other", "a\\$b");
    assertEquals("pw\\$:a\\$b", revealed("token = ${file:" + password + "}:${file:" + other + "}"));
  }

  @Test
  void any_contents_mean_nothing_but_themselves_whatever_stands_beside_them() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "$", "\\", "{", "}", "$$", "\\$", "${open}", "$pin", "o", "_", ".", " ", "\n", "🐀",
            "𐀀");
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder("p");
      for (int n = random.nextInt(8); n > 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      String password = text.append(random.nextBoolean() ? "$" : "\\").toString();
      Path file = disk.file("password", password);
      assertEquals(
          "O" + password + "O" + password + "$",
          revealed("open = O", "token = $open${file:" + file + "}$open${file:" + file + "}$"),
          "seed " + seed);
    }
  }

  private String revealed(String... lines) {
    return vault(lines).token().orElseThrow().reveal();
  }

  @Test
  void credentials_of_systemd_have_names() {
    disk.environment.put("CREDENTIALS_DIRECTORY", directory.resolve("credentials").toString());
    disk.file("credentials/db.token", "s3cret");
    assertEquals(Optional.of(Secret.of("s3cret")), vault("token = ${credential:db.token}").token());
    assertEquals(
        List.of(
            "etc/prog.conf:2:9: [vault] token: the secret in a file: '../token' is no name of a"
                + " credential"),
        disk.refusal(program("token = ${credential:../token}")));
  }

  @Test
  void a_file_that_cannot_be_read_is_named_with_the_option() {
    assertEquals(
        List.of(
            "etc/prog.conf:2:9: [vault] token: the secret in a file: none: no such file",
            "etc/prog.conf:3:7: [vault] pin: the secret in a file: 'pin' is no absolute path",
            "etc/prog.conf:4:8: [vault] keys: the secret in a file: there are no credentials,"
                + " CREDENTIALS_DIRECTORY is not set (write LoadCredential=k:PATH into the unit)"),
        disk
            .refusal(
                program(
                    "token = ${file:" + directory + "/none}",
                    "pin = ${file:pin}",
                    "keys = ${credential:k}"))
            .stream()
            .filter(error -> !error.contains("secret value"))
            .toList());
  }

  @Test
  void what_was_in_the_file_is_in_no_error_and_no_listing() {
    Path file = disk.file("pin", "hunter2marker");
    String pin = "pin = ${file:" + file + "}";
    String errors = disk.refusal(program(pin)).toString();
    assertTrue(errors.contains("the secret value is not an integer"), errors);
    Config config = program("token = ${file:" + file + "}").load(new String[0]);
    String all = errors + config.describe() + config.options();
    assertTrue(!all.contains("hunter2marker"), all);
    assertTrue(config.describe().stream().anyMatch(line -> line.contains("****")), all);
  }

  @Test
  void an_option_that_is_not_secret_keeps_its_text() {
    assertEquals(
        Optional.of("${file:/etc/hostname}"), vault("open = ${file:/etc/hostname}").open());
  }

  @Test
  void the_file_is_read_again_when_the_configuration_is() {
    Path file = disk.file("token", "one");
    Config config = program("token = ${file:" + file + "}").load(new String[0]);
    disk.file("token", "two");
    assertInstanceOf(Mutated.class, config.mutate());
    assertEquals(Optional.of(Secret.of("two")), config.get(Vault.class).token());
    disk.file("token", "two$");
    assertInstanceOf(Mutated.class, config.mutate());
    assertEquals(Optional.of(Secret.of("two$")), config.get(Vault.class).token());
  }
}
