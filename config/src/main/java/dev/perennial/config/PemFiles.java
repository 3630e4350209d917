package dev.perennial.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Makes a TLS context from certificates and a key in PEM files.
final class PemFiles {
  private static final char[] NO_PASSWORD = new char[0];

  private PemFiles() {}

  /// @throws IOException naming the file that cannot be used
  static SSLContext context(
      Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate.isPresent() ? keys(certificate.get(), key.orElseThrow()) : new KeyManager[0],
          authorities.isPresent() ? trust(authorities.get()) : trust(null),
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS context: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trust(@Nullable Path file)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(file == null ? null : store(certificates(file)));
    return factory.getTrustManagers();
  }

  private static KeyStore store(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    return store;
  }

  private static KeyManager[] keys(Path certificate, Path key)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    Certificate[] chain = certificates(certificate).toArray(new Certificate[0]);
    store.setKeyEntry("client", privateKey(key), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    byte[] bytes = bytes(file);
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      if (found.isEmpty()) {
        throw new IOException(file + ": no certificate in it");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": no certificates in PEM form", e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    byte[] key = decoded(file, new String(bytes(file), StandardCharsets.ISO_8859_1));
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
      } catch (InvalidKeySpecException otherAlgorithm) {
        continue;
      }
    }
    throw new IOException(file + ": not an RSA, EC or EdDSA key");
  }

  private static byte[] decoded(Path file, String pem) throws IOException {
    String begin = "-----BEGIN PRIVATE KEY-----";
    int start = pem.indexOf(begin);
    int end = pem.indexOf("-----END PRIVATE KEY-----", Math.max(start, 0));
    if (start < 0 || end < 0) {
      throw new IOException(file + ": no PRIVATE KEY in it, without password (PKCS #8)");
    }
    return Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
