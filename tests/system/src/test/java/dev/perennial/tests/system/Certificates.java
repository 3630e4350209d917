package dev.perennial.tests.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The certificate of a program under test in a folder like a mounted secret of Kubernetes: the
/// files are links into a directory that is a link itself, and exchanging that one exchanges all.
final class Certificates {

  /// Certificates that the clients of the tests trust, with the end by which to tell them apart.
  enum Name {
    SERVER("2119-12-08T00:00:00Z"),
    RSA("2119-12-08T00:00:01Z");

    private final String ends;

    Name(String ends) {
      this.ends = ends;
    }

    String ends() {
      return ends;
    }

    private String file() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final Path PEM = Path.of("../../tls/src/test/resources/pem");

  private final Path folder;
  private int version;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  static Certificates in(Path folder, Name name) throws IOException {
    Certificates certificates = new Certificates(Files.createDirectories(folder));
    certificates.swapTo(name);
    Files.createSymbolicLink(certificates.certificate(), Path.of("..data", "tls.crt"));
    Files.createSymbolicLink(certificates.key(), Path.of("..data", "tls.key"));
    return certificates;
  }

  Path certificate() {
    return folder.resolve("tls.crt");
  }

  Path key() {
    return folder.resolve("tls.key");
  }

  /// Exchanges both files in one step.
  void swapTo(Name name) throws IOException {
    Path fresh = Files.createDirectory(folder.resolve("..version" + ++version));
    Files.copy(PEM.resolve(name.file() + ".pem"), fresh.resolve("tls.crt"));
    Files.copy(PEM.resolve(name.file() + ".key"), fresh.resolve("tls.key"));
    Path link = Files.createSymbolicLink(folder.resolve("..next"), fresh.getFileName());
    Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// What a client needs to trust all of them.
  static SSLContext trust() throws IOException {
    try (InputStream authority = Files.newInputStream(PEM.resolve("ca.pem"))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, new char[0]);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(authority));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException failure) {
      throw new IOException(failure);
    }
  }
}
