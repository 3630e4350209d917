package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import dev.perennial.rpc.InvalidUrlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// TLS to the broker, by the options. Its certificate has to come from a known authority and,
/// unless switched off, to name the host.
final class TlsClient {

  private TlsClient() {}

  static void configure(ConnectionFactory factory, RabbitOptions options)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance(protocol(options.sslVersion()));
    context.init(null, authorities(options.sslCaFile()), new SecureRandom());
    factory.useSslProtocol(context);
    if (options.sslEnforceHostnameVerification()) {
      factory.enableHostnameVerification();
    }
  }

  /// Refuses what cannot be done before anything is connected.
  ///
  /// @throws InvalidUrlException naming the option
  static void check(RabbitOptions options) {
    if (!options.ssl()) {
      return;
    }
    if (!options.sslCertFile().isEmpty() || !options.sslKeyFile().isEmpty()) {
      throw new InvalidUrlException(
          "ssl_cert_file and ssl_key_file are not offered here: log in by user and password");
    }
    if (!options.sslCaFile().isEmpty() && !Files.isReadable(Path.of(options.sslCaFile()))) {
      throw new InvalidUrlException("ssl_ca_file cannot be read: " + options.sslCaFile());
    }
    protocol(options.sslVersion());
  }

  private static String protocol(String version) {
    return switch (version.toUpperCase(Locale.ROOT)) {
      case "" -> "TLS";
      case "TLSV1_2" -> "TLSv1.2";
      case "TLSV1_3" -> "TLSv1.3";
      default ->
          throw new InvalidUrlException("ssl_version is TLSv1_2 or TLSv1_3, not '" + version + "'");
    };
  }

  private static TrustManager[] authorities(String file)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (file.isEmpty()) {
      managers.init((KeyStore) null); // those of the Java runtime
      return managers.getTrustManagers();
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(file))) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + number++, each);
      }
    }
    managers.init(store);
    return managers.getTrustManagers();
  }
}
