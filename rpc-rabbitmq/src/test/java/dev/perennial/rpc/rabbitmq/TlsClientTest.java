package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.ConnectionFactory;
import dev.perennial.config.Config;
import dev.perennial.config.GroupBuilder;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.rpc.TransportUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsClientTest {

  @ParameterizedTest
  @CsvSource({
    "ssl_cert_file, cert.pem, 'ssl_cert_file, ssl_key_file: cert.pem: there is no such file'",
    "ssl_key_file, key.pem, 'ssl_key_file is set, and ssl_cert_file is not'",
    "ssl_ca_file, missing/ca.pem, ssl_ca_file: missing/ca.pem: there is no such file",
    "ssl_version, SSLv3, 'ssl_version is TLSv1_2 or TLSv1_3, not ''SSLv3'''"
  })
  void what_cannot_be_done_is_refused_before_anything_is_connected(
      String option, String value, String message) {
    RabbitOptions options = tls().set(option, value).build();
    String text =
        assertThrows(InvalidUrlException.class, () -> TlsClient.context(options)).getMessage();
    assertTrue(text.startsWith(message), text);
  }

  @Test
  void all_files_that_are_wrong_are_named_at_once() {
    RabbitOptions options = tls().set("ssl_key_file", "a").set("ssl_ca_file", "b").build();
    String text =
        assertThrows(InvalidUrlException.class, () -> TlsClient.context(options)).getMessage();
    assertTrue(text.contains("ssl_cert_file is not; ssl_ca_file: b:"), text);
  }

  @Test
  void without_ssl_the_files_do_not_matter() {
    RabbitOptions plain = Config.of(RabbitOptions.class).set("ssl_cert_file", "none.pem").build();
    assertDoesNotThrow(() -> new Connector(() -> TransportUrl.parse("rabbit://"), plain));
  }

  @Test
  void with_ssl_connections_are_made_by_tls() {
    ConnectionFactory factory = new ConnectionFactory();
    TlsClient.configure(factory, tls().set("ssl_version", "TLSv1_3").build());
    assertTrue(factory.isSSL());
  }

  private static GroupBuilder<RabbitOptions> tls() {
    return Config.of(RabbitOptions.class).set("ssl", "true");
  }
}
