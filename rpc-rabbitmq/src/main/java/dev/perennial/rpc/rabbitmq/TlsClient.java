package dev.perennial.rpc.rabbitmq;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import dev.perennial.rpc.InvalidUrlException;
import dev.perennial.tls.PemStores;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// TLS to the broker, by the options. Its certificate has to come from a known authority and,
/// unless switched off, to name the host.
///
/// The files are read before anything is connected, so that a mistake is an error at once, and
/// again for each connection, so that renewed ones are used.
final class TlsClient {

  private TlsClient() {}

  static void configure(ConnectionFactory factory, RabbitOptions options) {
    factory.useSslProtocol(context(options)); // which switches on that names are verified
    if (!options.sslEnforceHostnameVerification()) {
      factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator());
    }
  }

  /// Reads the files.
  ///
  /// @throws InvalidUrlException naming each option that is wrong, and its file
  static SSLContext context(RabbitOptions options) {
    Files files = new Files(options);
    KeyManager[] identity = files.identity();
    TrustManager[] authorities = files.authorities();
    files.requireNoProblems();
    try {
      SSLContext context = SSLContext.getInstance(protocol(options.sslVersion()));
      context.init(identity, authorities, null);
      return context;
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this JVM cannot speak TLS", missing);
    }
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

  /// Collects what is wrong, so that an operator sees all of it at once.
  private static final class Files {
    private final RabbitOptions options;
    private final List<String> problems = new ArrayList<>();

    Files(RabbitOptions options) {
      this.options = options;
    }

    // Null stands for no certificate of one's own.
    KeyManager @Nullable [] identity() {
      String certificates = options.sslCertFile();
      String key = options.sslKeyFile();
      if (certificates.isEmpty()) {
        if (!key.isEmpty()) {
          problems.add("ssl_key_file is set, and ssl_cert_file is not");
        }
        return null;
      }
      try {
        return PemStores.identity(
            Path.of(certificates), Path.of(key.isEmpty() ? certificates : key));
      } catch (IOException failure) {
        problems.add("ssl_cert_file, ssl_key_file: " + failure.getMessage());
        return null;
      }
    }

    // Null stands for the authorities of the Java runtime.
    TrustManager @Nullable [] authorities() {
      if (options.sslCaFile().isEmpty()) {
        return null;
      }
      try {
        return PemStores.authorities(Path.of(options.sslCaFile()));
      } catch (IOException failure) {
        problems.add("ssl_ca_file: " + failure.getMessage());
        return null;
      }
    }

    void requireNoProblems() {
      if (!problems.isEmpty()) {
        throw new InvalidUrlException(String.join("; ", problems));
      }
    }
  }
}
