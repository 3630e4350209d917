package dev.perennial.http;

import dev.perennial.config.Config;
import dev.perennial.tls.PemStores;
import dev.perennial.tls.SslOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Certificates for tests, those of the module `tls`, and a client that trusts them.
final class TestTls {

  private static final Path PEM = Path.of("../tls/src/test/resources/pem");

  private TestTls() {}

  static Path file(String name) {
    return PEM.resolve(name);
  }

  /// A program whose certificate and key are these files in a folder, filled by [#fill].
  static Config config(Path folder) {
    return Config.forTesting(SslOptions.class)
        .set("ssl", "cert_file", folder.resolve("tls.pem").toString())
        .set("ssl", "key_file", folder.resolve("tls.key").toString())
        .build();
  }

  /// Puts one of the certificates of the tests into a folder, or exchanges the one that is there.
  static void fill(Path folder, String name) throws IOException {
    replace(PEM.resolve(name + ".key"), folder.resolve("tls.key"));
    replace(PEM.resolve(name + ".pem"), folder.resolve("tls.pem"));
  }

  private static void replace(Path from, Path to) throws IOException {
    Path fresh = Files.copy(from, to.resolveSibling(to.getFileName() + ".new"));
    Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The context of a client that trusts the authority of the tests and resumes nothing.
  static SSLContext client() throws IOException, GeneralSecurityException {
    return client(null);
  }

  /// The context of a client that shows one of the certificates of the tests besides.
  static SSLContext clientWith(String name) throws IOException, GeneralSecurityException {
    return client(PemStores.identity(file(name + ".pem"), file(name + ".key")));
  }

  private static SSLContext client(KeyManager @Nullable [] identity)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity, PemStores.authorities(PEM.resolve("ca.pem")), null);
    return context;
  }
}
