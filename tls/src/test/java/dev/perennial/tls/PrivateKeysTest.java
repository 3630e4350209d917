package dev.perennial.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {

  private static final Optional<Secret> PASSWORD = Optional.of(Secret.of(Pem.PASSWORD));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"server.sec1.key", "server.parameters.key", "server.both.pem"})
  void a_key_of_an_elliptic_curve_is_the_same_in_every_form(String file) throws IOException {
    assertEquals(number(read("server.key")), number(read(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.encrypted.key", "server.pbe.key"})
  void an_encrypted_key_is_read_with_its_password(String file) throws IOException {
    assertEquals(read("server.key"), PrivateKeys.read(Pem.file(file), PASSWORD));
  }

  @Test
  void a_password_that_is_not_needed_does_no_harm() throws IOException {
    assertEquals(read("server.key"), PrivateKeys.read(Pem.file("server.key"), PASSWORD));
  }

  @Test
  void a_key_of_rsa_is_the_same_in_both_forms() throws IOException {
    assertEquals(read("rsa.key"), read("rsa.pkcs1.key"));
  }

  @ParameterizedTest
  @CsvSource({"server,EC", "rsa,RSA", "ed25519,EdDSA"})
  void a_key_fits_its_own_certificate_and_no_other(String name, String algorithm)
      throws IOException {
    PrivateKey key = read(name + ".key");
    assertEquals(algorithm, key.getAlgorithm());
    assertTrue(fits(name, key));
    assertFalse(fits("next", key));
  }

  @Test
  void a_wrong_password_is_told_and_not_shown() {
    String text = refusal("server.encrypted.key", Optional.of(Secret.of("wrong-one")));
    assertTrue(text.endsWith("server.encrypted.key: key_password is not the password of the key"));
  }

  @Test
  void a_missing_password_is_told() {
    assertTrue(
        refusal("server.encrypted.key", Optional.empty())
            .endsWith("server.encrypted.key: the key is encrypted, and key_password is not set"));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.old.key,encrypted in OpenSSL's old form; convert it with: openssl pkcs8 -topk8",
    "server.scrypt.key,in a way that this JVM does not know",
    "server.pem,there is no private key in it",
    "missing.key,there is no such file"
  })
  void a_key_that_cannot_be_read_is_refused_with_the_reason(String file, String reason) {
    String text = refusal(file, PASSWORD);
    assertTrue(text.contains(file) && text.contains(reason), text);
  }

  @Test
  void a_half_written_key_is_refused_at_its_line() throws IOException {
    String whole = Files.readString(Pem.file("server.key"));
    Path half = Files.writeString(folder.resolve("half.key"), whole.substring(0, 60));
    String text = assertThrows(IOException.class, () -> read(half)).getMessage();
    assertEquals(half + ":1: the block that begins here has no END", text);
  }

  @Test
  void a_key_that_is_not_base64_is_refused_at_its_line() throws IOException {
    String whole = Files.readString(Pem.file("server.key")).replaceFirst("\nM", "\n%");
    Path damaged = Files.writeString(folder.resolve("damaged.key"), whole);
    String text = assertThrows(IOException.class, () -> read(damaged)).getMessage();
    assertTrue(text.startsWith(damaged + ":2: what follows is not base64"), text);
  }

  @Test
  void a_key_whose_inside_is_cut_off_is_refused() throws IOException {
    String cut = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n";
    Path file = Files.writeString(folder.resolve("cut.key"), cut);
    String text = assertThrows(IOException.class, () -> read(file)).getMessage();
    assertEquals(file + ": the key is damaged", text);
  }

  private static BigInteger number(PrivateKey key) {
    return ((ECPrivateKey) key).getS();
  }

  private static boolean fits(String certificate, PrivateKey key) throws IOException {
    return Certificates.belongTogether(
        Certificates.read(Pem.file(certificate + ".pem")).getFirst(), key);
  }

  private static PrivateKey read(String file) throws IOException {
    return read(Pem.file(file));
  }

  private static PrivateKey read(Path file) throws IOException {
    return PrivateKeys.read(file, Optional.empty());
  }

  private static String refusal(String file, Optional<Secret> password) {
    return assertThrows(IOException.class, () -> PrivateKeys.read(Pem.file(file), password))
        .getMessage();
  }
}
