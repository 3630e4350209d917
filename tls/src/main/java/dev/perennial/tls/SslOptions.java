package dev.perennial.tls;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionConflict;
import dev.perennial.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a server speaks TLS. It does once `certFile` and `keyFile` are set; without them it speaks
/// plainly.
///
/// @param caFile certificates that sign those of clients; when set, clients are asked for one
/// @param certFile the server's certificate, with those between it and its authority behind it
/// @param keyFile the key of the certificate
/// @param version which protocol versions; TLS 1.3 and 1.2 when unset
/// @param ciphers a list in OpenSSL's language, for TLS 1.2 and below; the JVM's own choice when
///   unset
/// @param keyPassword decrypts the key
/// @param clientCertificate whether clients must show a certificate; nothing without `caFile`
@Group(
    value = "ssl",
    help =
        "TLS of all listeners of a program. The files are read again on SIGHUP and when they"
            + " change; files that cannot be used then are refused, and the last good ones stay.")
public record SslOptions(
    @Opt(
            help =
                "Certificates of the authorities that sign those of clients, in PEM form. When set,"
                    + " clients are asked for a certificate (see client_certificate).",
            was = "DEFAULT/ssl_ca_file")
        Optional<Path> caFile,
    @Opt(
            help =
                "Certificate of the server in PEM form, followed by those of the authorities"
                    + " between it and the one that clients know.",
            was = "DEFAULT/ssl_cert_file")
        Optional<Path> certFile,
    @Opt(
            help =
                "Private key of the server in PEM form: PKCS #8 (also encrypted, see key_password),"
                    + " PKCS #1 or SEC 1. May be the same file as cert_file.",
            was = "DEFAULT/ssl_key_file")
        Optional<Path> keyFile,
    @Opt(
            help =
                "Versions of TLS: one of those named here alone, or, for sslv23 and when unset, the"
                    + " best that both sides know of TLS 1.3 and 1.2.")
        Optional<TlsVersion> version,
    @Opt(
            help =
                "Ciphers for TLS 1.2 as a list in the form of OpenSSL. Those of TLS 1.3 are always"
                    + " available with it.")
        Optional<String> ciphers,
    @Opt(help = "Password of the key in key_file, if that is encrypted (PKCS #8).")
        Optional<Secret> keyPassword,
    @Opt(
            help =
                "Whether a client must show a certificate when ca_file is set, or may show none."
                    + " One that is shown must be good in either case.",
            def = "required")
        ClientCertificate clientCertificate) {

  /// Checks that certificate and key come together.
  ///
  /// @throws OptionConflict if only one of them is set
  public SslOptions {
    if (certFile.isPresent() != keyFile.isPresent()) {
      throw new OptionConflict(
          "TLS needs both cert_file and key_file, but "
              + (certFile.isPresent() ? "key_file" : "cert_file")
              + " is not set",
          "cert_file",
          "key_file");
    }
  }

  /// Whether a server is to speak TLS.
  ///
  /// @return whether certificate and key are set
  public boolean isEnabled() {
    return certFile.isPresent();
  }

  /// The files that are read, without those that are not set.
  List<Path> files() {
    return Stream.of(caFile, certFile, keyFile).flatMap(Optional::stream).distinct().toList();
  }
}
