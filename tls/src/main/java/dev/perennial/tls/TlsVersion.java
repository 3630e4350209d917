package dev.perennial.tls;

import java.util.List;

/// A choice of protocol versions, with the seed's names in capitals.
public enum TlsVersion {
  /// The best that both sides know: TLS 1.3 or 1.2. The seed's name is older than either.
  SSLV23("TLSv1.3", "TLSv1.2"),
  /// TLS 1.0 alone, which a JVM refuses unless its security properties allow it.
  TLSV1("TLSv1"),
  /// TLS 1.1 alone, which a JVM refuses unless its security properties allow it.
  TLSV1_1("TLSv1.1"),
  /// TLS 1.2 alone.
  TLSV1_2("TLSv1.2"),
  /// TLS 1.3 alone.
  TLSV1_3("TLSv1.3");

  private final List<String> protocols;

  TlsVersion(String... protocols) {
    this.protocols = List.of(protocols);
  }

  /// The names by which the JDK knows these protocols.
  List<String> protocols() {
    return protocols;
  }
}
