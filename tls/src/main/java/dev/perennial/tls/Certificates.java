package dev.perennial.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads certificates.
final class Certificates {

  private static final Set<String> LABELS = Set.of("CERTIFICATE", "X509 CERTIFICATE");

  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RSA", "SHA256withRSA",
          "EC", "SHA256withECDSA",
          "EdDSA", "EdDSA",
          "DSA", "SHA256withDSA");

  private Certificates() {}

  /// All certificates of a file, in their order.
  ///
  /// @throws IOException that names the file and says what is wrong
  static List<X509Certificate> read(Path file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : PemBlock.read(file)) {
      if (LABELS.contains(block.label())) {
        certificates.add(certificate(file, certificates.size() + 1, block.content()));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + ": there is no certificate in it");
    }
    return certificates;
  }

  private static X509Certificate certificate(Path file, int number, byte[] content)
      throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(content));
    } catch (CertificateException damaged) {
      throw new IOException(file + ": certificate " + number + " in it is damaged", damaged);
    }
  }

  /// Whether what the key signs is what the certificate vouches for.
  static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      // RSASSA-PSS: its parameters are in the key, and the handshake is the test.
      return certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
    }
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException mismatch) {
      return false;
    }
  }
}
