package dev.perennial.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// What the JDK's TLS wants, made of PEM files: for clients with options of their own.
public final class PemStores {

  private static final char[] NO_PASSWORD = new char[0];

  private PemStores() {}

  /// Who this side is.
  ///
  /// @param certificates the own certificate and those that vouch for it, in any order
  /// @param key its private key, not encrypted; may be the same file
  /// @return managers for an `SSLContext`
  /// @throws IOException naming the file that is missing, damaged, or not the key of the
  ///   certificate
  public static KeyManager[] identity(Path certificates, Path key) throws IOException {
    List<X509Certificate> all = Certificates.read(certificates);
    PrivateKey secret = PrivateKeys.read(key, Optional.empty());
    return identity(
        CertificateChain.of(all, secret)
            .orElseThrow(() ->
                new IOException(key + " is not the key of the certificate in " + certificates)),
        secret);
  }

  /// Whose certificates are believed.
  ///
  /// @param file certificates of authorities
  /// @return managers for an `SSLContext`
  /// @throws IOException naming the file when it is missing or damaged
  public static TrustManager[] authorities(Path file) throws IOException {
    return authorities(Certificates.read(file));
  }

  static KeyManager[] identity(CertificateChain chain, PrivateKey key) throws IOException {
    try {
      KeyStore store = store();
      store.setKeyEntry(
          "own", key, NO_PASSWORD, chain.certificates().toArray(new X509Certificate[0]));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException missing) {
      throw noTls(missing);
    }
  }

  static TrustManager[] authorities(List<X509Certificate> certificates) throws IOException {
    try {
      KeyStore store = store();
      for (X509Certificate authority : certificates) {
        store.setCertificateEntry("ca" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException missing) {
      throw noTls(missing);
    }
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static IllegalStateException noTls(GeneralSecurityException missing) {
    return new IllegalStateException("this JVM cannot speak TLS", missing);
  }
}
