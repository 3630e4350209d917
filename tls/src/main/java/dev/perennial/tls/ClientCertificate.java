package dev.perennial.tls;

/// What a server wants of clients when it has a `ca_file`.
public enum ClientCertificate {
  /// A client without a certificate is refused.
  REQUIRED,
  /// A client may show a certificate; one that is shown must be good.
  OPTIONAL
}
