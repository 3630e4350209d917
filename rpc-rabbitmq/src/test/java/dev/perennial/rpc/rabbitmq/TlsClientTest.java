package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.ConnectionFactory;
import dev.perennial.config.Config;
import dev.perennial.config.GroupBuilder;
import dev.perennial.rpc.InvalidUrlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsClientTest {

  @ParameterizedTest
  @CsvSource({
    "ssl_cert_file, cert.pem, ssl_cert_file and ssl_key_file are not offered",
    "ssl_key_file, key.pem, ssl_cert_file and ssl_key_file are not offered",
    "ssl_ca_file, missing/ca.pem, ssl_ca_file cannot be read: missing/ca.pem",
    "ssl_version, SSLv3, 'ssl_version is TLSv1_2 or TLSv1_3, not ''SSLv3'''"
  })
  void what_cannot_be_done_is_refused_before_anything_is_connected(
      String option, String value, String message) {
    RabbitOptions options = tls().set(option, value).build();
    String text =
        assertThrows(InvalidUrlException.class, () -> TlsClient.check(options)).getMessage();
    assertTrue(text.startsWith(message), text);
  }

  @Test
  void without_ssl_the_files_do_not_matter() {
    TlsClient.check(Config.of(RabbitOptions.class).set("ssl_cert_file", "cert.pem").build());
  }

  @Test
  void with_ssl_connections_are_made_by_tls() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    TlsClient.configure(factory, tls().set("ssl_version", "TLSv1_3").build());
    assertTrue(factory.isSSL());
  }

  private static GroupBuilder<RabbitOptions> tls() {
    return Config.of(RabbitOptions.class).set("ssl", "true");
  }
}
