package dev.perennial.http;

import dev.perennial.service.Gauge;
import dev.perennial.service.Metrics;
import dev.perennial.tls.TlsContext;
import java.time.Instant;

/// What operators have to know of a certificate in time: when it ends, and whether its successor
/// was refused.
final class ServedCertificate {

  private final Gauge end;
  private final Gauge refused;

  /// @param service in the labels of the metrics
  ServedCertificate(Metrics metrics, String service) {
    this.end =
        metrics.gauge(
            "tls_certificate_end_timestamp_seconds",
            "When the certificate that is served ends, in seconds since 1970; 0 once none is.",
            "service",
            service);
    this.refused =
        metrics.gauge(
            "tls_certificate_refused",
            "1 while files of TLS that have changed cannot be used, so that older ones are served.",
            "service",
            service);
  }

  /// Tells of what is served now.
  void tell(TlsContext tls) {
    end.set(tls.expiresAt().getEpochSecond());
    refused.set(tls.problem().isPresent() ? 1 : 0);
  }

  /// Tells that none is served any more.
  void withdraw() {
    end.set(0);
    refused.set(0);
  }

  /// For [Health].
  ///
  /// @throws UnhealthyException if it has ended, or its successor was refused
  static void check(TlsContext tls, Instant now) throws UnhealthyException {
    if (tls.expiresAt().isBefore(now)) {
      throw new UnhealthyException("the certificate expired on " + tls.expiresAt());
    }
    if (tls.problem().isPresent()) {
      throw new UnhealthyException("the files have changed and cannot be used; the log says why");
    }
  }
}
