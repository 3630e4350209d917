package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigException;
import dev.perennial.config.Mutated;
import dev.perennial.config.OptionProvider;
import dev.perennial.config.Rejected;
import dev.perennial.config.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

  @TempDir Path folder;

  @Test
  void the_namespace_of_the_seed_provides_the_options() {
    List<Class<? extends Record>> groups =
        ServiceLoader.load(OptionProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.namespace().equals("oslo.service.sslutils"))
            .flatMap(provider -> provider.groups().stream())
            .toList();
    assertEquals(List.of(SslOptions.class), groups);
  }

  @Test
  void the_options_of_the_seed_are_unset() {
    SslOptions options = Config.of(SslOptions.class).build();
    assertEquals(
        new SslOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ClientCertificate.REQUIRED),
        options);
    assertFalse(options.isEnabled());
  }

  @Test
  void tls_is_off_without_a_certificate_whatever_the_authority() throws IOException {
    Config config = config("ca_file = " + folder.resolve("missing.pem"));
    assertFalse(Tls.enabled(config));
    assertEquals(Optional.empty(), Tls.context(config));
  }

  @Test
  void tls_is_on_with_all_three_files() throws IOException {
    Config config = config(files());
    assertTrue(Tls.enabled(config));
    assertEquals("CN=localhost", Tls.context(config).orElseThrow().subject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert_file", "key_file", "ca_file"})
  void a_file_that_does_not_exist_is_named_with_its_option_and_place(String option)
      throws IOException {
    Config config = config(files().replaceFirst("(?m)^" + option + " = .*$", option + " = /gone"));
    String text = assertThrows(ConfigException.class, () -> Tls.enabled(config)).getMessage();
    assertTrue(
        text.contains("tls.conf:") && text.contains(option + ": /gone does not exist"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cert_file", "key_file"})
  void a_certificate_needs_a_key_and_a_key_a_certificate(String option) {
    String text =
        assertThrows(ConfigException.class, () -> config(option + " = /some.pem")).getMessage();
    String other = option.equals("cert_file") ? "key_file" : "cert_file";
    assertTrue(
        text.contains("TLS needs both cert_file and key_file, but " + other + " is not set"), text);
  }

  @Test
  void a_version_that_nobody_knows_is_refused_with_those_that_are() {
    String text = assertThrows(ConfigException.class, () -> config("version = sslv3")).getMessage();
    assertTrue(text.contains("tls.conf:2:11") && text.contains("tlsv1_3"), text);
  }

  @Test
  void a_version_may_be_written_in_any_case() throws IOException {
    assertEquals(
        Optional.of(TlsVersion.TLSV1_2),
        config("version = TlsV1_2").get(SslOptions.class).version());
  }

  @Test
  void files_that_cannot_be_used_are_a_fault_of_the_configuration() throws IOException {
    Config config = config(files().replace("server.key", "next.key"));
    ConfigException refused = assertThrows(ConfigException.class, () -> Tls.context(config));
    assertEquals(ConfigException.CONFIGURATION_STATUS, refused.exitStatus());
    assertTrue(refused.getMessage().contains("is not the key of the certificate"));
  }

  // Without forward secrecy, which a JDK 25 has switched off also for who asks by name.
  @ParameterizedTest
  @ValueSource(strings = {"AES128-GCM-SHA256", "AES256-SHA256", "AES128-SHA", "kRSA"})
  void ciphers_that_the_jvm_has_not_are_refused_with_those_that_it_has(String list)
      throws IOException {
    Config config = config(files() + "ciphers = " + list + "\n");
    String text = assertThrows(ConfigException.class, () -> Tls.context(config)).getMessage();
    assertTrue(text.contains("the list '" + list + "' selects no cipher that this JVM has"), text);
    assertTrue(text.contains("ECDHE-ECDSA-AES128-GCM-SHA256"), text);
  }

  @Test
  void the_password_of_a_key_is_never_shown() throws IOException {
    Config config =
        config(files().replace("server.key", "server.encrypted.key") + "key_password = hunter2\n");
    String text = assertThrows(ConfigException.class, () -> Tls.context(config)).getMessage();
    assertTrue(text.contains("key_password is not the password of the key"), text);
    assertFalse((text + config.describe()).contains("hunter2"), text);
  }

  @Test
  void a_reload_is_refused_while_the_files_cannot_be_used() throws IOException {
    Path certificate = folder.resolve("own.pem");
    Files.copy(Pem.file("server.pem"), certificate);
    Config config =
        config("cert_file = " + certificate + "\nkey_file = " + absolute("server.key") + "\n");
    try (Subscription _ = Tls.checkReloads(config)) {
      assertInstanceOf(Mutated.class, config.reload());
      Files.copy(Pem.file("next.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
      Rejected refused = assertInstanceOf(Rejected.class, config.reload());
      String text = refused.errors().getFirst().toString();
      assertTrue(text.contains("tls.conf:") && text.contains("is not the key of"), text);
      Files.copy(Pem.file("expired.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
      refused = assertInstanceOf(Rejected.class, config.reload());
      assertTrue(refused.errors().getFirst().text().contains("expired on"));
    }
    assertInstanceOf(Mutated.class, config.reload());
  }

  private Config config(String section) throws IOException {
    Path file = Files.writeString(folder.resolve("tls.conf"), "[ssl]\n" + section);
    return Config.program("tls")
        .groups(SslOptions.class)
        .load(new String[] {"--config-file", file.toString()});
  }

  private static String files() {
    return "cert_file = %s\nkey_file = %s\nca_file = %s\n"
        .formatted(absolute("server.pem"), absolute("server.key"), absolute("ca.pem"));
  }

  private static Path absolute(String name) {
    return Pem.file(name).toAbsolutePath();
  }
}
