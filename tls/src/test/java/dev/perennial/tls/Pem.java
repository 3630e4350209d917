package dev.perennial.tls;

import dev.perennial.config.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// The certificates and keys of the tests, made by `src/test/resources/pem/make`.
final class Pem {

  static final String PASSWORD = "open-sesame";

  private static final Path FOLDER = Path.of("src/test/resources/pem");

  private Pem() {}

  static Path file(String name) {
    return FOLDER.resolve(name);
  }

  /// Options of a server with this certificate and key.
  static SslOptions server(Path certificate, Path key) {
    return options(Optional.empty(), certificate, key, Optional.empty(), Optional.empty());
  }

  static SslOptions server(String certificate, String key) {
    return server(file(certificate), file(key));
  }

  static SslOptions withPassword(String key, String password) {
    return new SslOptions(
        Optional.empty(),
        Optional.of(file("server.pem")),
        Optional.of(file(key)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Secret.of(password)),
        ClientCertificate.REQUIRED);
  }

  static SslOptions withVersion(TlsVersion version) {
    return options(
        Optional.empty(),
        file("server.pem"),
        file("server.key"),
        Optional.of(version),
        Optional.empty());
  }

  static SslOptions withCiphers(String list) {
    return options(
        Optional.empty(), file("rsa.pem"), file("rsa.key"), Optional.empty(), Optional.of(list));
  }

  static SslOptions withClients(ClientCertificate wanted) {
    return new SslOptions(
        Optional.of(file("ca.pem")),
        Optional.of(file("server.pem")),
        Optional.of(file("server.key")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        wanted);
  }

  private static SslOptions options(
      Optional<Path> authorities,
      Path certificate,
      Path key,
      Optional<TlsVersion> version,
      Optional<String> ciphers) {
    return new SslOptions(
        authorities,
        Optional.of(certificate),
        Optional.of(key),
        version,
        ciphers,
        Optional.empty(),
        ClientCertificate.REQUIRED);
  }
}
