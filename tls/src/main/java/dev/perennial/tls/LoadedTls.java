package dev.perennial.tls;

import dev.perennial.config.OptionConflict;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// Everything that was made of the files at one moment. Immutable, so that no connection ever sees
/// the certificate of one moment with the key of another.
///
/// @param context makes engines
/// @param parameters of every engine
/// @param chain what is shown to clients
record LoadedTls(SSLContext context, SSLParameters parameters, CertificateChain chain) {

  /// Reads the files.
  ///
  /// @throws OptionConflict with everything that is wrong with them
  static LoadedTls load(SslOptions options) {
    return new Loading(options).load();
  }

  /// An engine for one accepted connection.
  SSLEngine serverEngine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// When the last certificate of the chain begins.
  Instant validFrom() {
    return chain.certificates().stream()
        .map(certificate -> certificate.getNotBefore().toInstant())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /// When the first certificate of the chain ends.
  Instant expiresAt() {
    return chain.certificates().stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  String subject() {
    return chain.certificates().getFirst().getSubjectX500Principal().getName();
  }

  /// Why clients would refuse it at a moment; nothing if they would not.
  Optional<String> flawAt(Instant now) {
    if (expiresAt().isBefore(now)) {
      return Optional.of("the certificate of " + subject() + " expired on " + expiresAt());
    }
    return validFrom().isAfter(now)
        ? Optional.of("the certificate of " + subject() + " is not valid before " + validFrom())
        : Optional.empty();
  }

  /// Collects what is wrong, so that an operator sees all of it at once.
  private static final class Loading {

    private final SslOptions options;
    private final List<String> problems = new ArrayList<>();
    private final List<String> concerned = new ArrayList<>();

    Loading(SslOptions options) {
      this.options = options;
    }

    @FunctionalInterface
    private interface Reading<T> {
      T read(Path file) throws IOException;
    }

    LoadedTls load() {
      Optional<List<X509Certificate>> certificates =
          read("cert_file", options.certFile(), Certificates::read);
      Optional<List<X509Certificate>> authorities =
          read("ca_file", options.caFile(), Certificates::read);
      Optional<PrivateKey> key =
          read("key_file", options.keyFile(), f -> PrivateKeys.read(f, options.keyPassword()));
      Optional<CertificateChain> chain =
          certificates.flatMap(all -> key.flatMap(own -> CertificateChain.of(all, own)));
      if (certificates.isPresent() && key.isPresent() && chain.isEmpty()) {
        problem(
            "key_file: "
                + options.keyFile().orElseThrow()
                + " is not the key of the certificate in "
                + options.certFile().orElseThrow(),
            "key_file");
      }
      requireNoProblems();
      SSLContext context = context(chain.orElseThrow(), key.orElseThrow(), authorities);
      SSLParameters parameters = parameters(context);
      requireNoProblems();
      return new LoadedTls(context, parameters, chain.orElseThrow());
    }

    private <T> Optional<T> read(String option, Optional<Path> file, Reading<T> reading) {
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(reading.read(file.get()));
      } catch (IOException failure) {
        problem(option + ": " + failure.getMessage(), option);
        return Optional.empty();
      }
    }

    private void problem(String text, String option) {
      problems.add(text);
      concerned.add(option);
    }

    private void requireNoProblems() {
      if (!problems.isEmpty()) {
        throw new OptionConflict(String.join("; ", problems), concerned.toArray(new String[0]));
      }
    }

    private static SSLContext context(
        CertificateChain chain, PrivateKey key, Optional<List<X509Certificate>> authorities) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
            PemStores.identity(chain, key),
            authorities.isPresent()
                ? PemStores.authorities(authorities.get())
                : new TrustManager[0],
            null);
        return context;
      } catch (GeneralSecurityException | IOException missing) {
        throw new IllegalStateException("this JVM cannot speak TLS", missing);
      }
    }

    private SSLParameters parameters(SSLContext context) {
      SSLParameters parameters = context.getDefaultSSLParameters();
      parameters.setProtocols(protocols());
      parameters.setUseCipherSuitesOrder(true);
      List<String> available = List.of(context.getSupportedSSLParameters().getCipherSuites());
      try {
        options
            .ciphers()
            .map(list -> CipherList.select(list, available))
            .ifPresent(suites -> parameters.setCipherSuites(suites.toArray(new String[0])));
      } catch (IllegalArgumentException nothing) {
        problem("ciphers: " + nothing.getMessage(), "ciphers");
      }
      if (options.caFile().isPresent()) {
        switch (options.clientCertificate()) {
          case REQUIRED -> parameters.setNeedClientAuth(true);
          case OPTIONAL -> parameters.setWantClientAuth(true);
        }
      }
      return parameters;
    }

    private String[] protocols() {
      List<String> disabled =
          Arrays.stream(
                  String.valueOf(Security.getProperty("jdk.tls.disabledAlgorithms")).split(","))
              .map(String::strip)
              .toList();
      List<String> protocols = options.version().orElse(TlsVersion.SSLV23).protocols();
      protocols.stream()
          .filter(disabled::contains)
          .forEach(protocol ->
              problem(
                  "version: "
                      + protocol
                      + " is switched off in this JVM (security property"
                      + " jdk.tls.disabledAlgorithms)",
                  "version"));
      return protocols.toArray(new String[0]);
    }
  }
}
