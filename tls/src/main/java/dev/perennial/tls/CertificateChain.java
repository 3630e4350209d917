package dev.perennial.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What of a file of certificates is shown to the other side. The JDK takes a strict chain only,
/// but a file may have its certificates in any order, one of them twice, and others besides.
///
/// @param certificates that of the key first, each vouched for by the next, as far as the file goes
/// @param strangers what else is in the file
record CertificateChain(List<X509Certificate> certificates, List<X509Certificate> strangers) {

  /// @param all the certificates of a file
  /// @return nothing if the key belongs to none of them
  static Optional<CertificateChain> of(List<X509Certificate> all, PrivateKey key) {
    Set<X509Certificate> left = new LinkedHashSet<>(all);
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next =
        all.stream().filter(one -> Certificates.belongTogether(one, key)).findFirst();
    while (next.isPresent()) {
      X509Certificate found = next.get();
      chain.add(found);
      left.remove(found);
      next = left.stream().filter(one -> vouches(one, found)).findFirst();
    }
    return chain.isEmpty()
        ? Optional.empty()
        : Optional.of(new CertificateChain(List.copyOf(chain), List.copyOf(left)));
  }

  // By its key as well: an authority that renews itself may keep its name.
  private static boolean vouches(X509Certificate authority, X509Certificate certificate) {
    if (!authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException anotherKey) {
      return false;
    }
  }

  /// The names of those that are shown to nobody.
  List<String> namesOfStrangers() {
    return strangers.stream().map(one -> one.getSubjectX500Principal().getName()).toList();
  }
}
