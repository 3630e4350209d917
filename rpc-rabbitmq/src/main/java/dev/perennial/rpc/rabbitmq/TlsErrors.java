package dev.perennial.rpc.rabbitmq;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/// What a failed handshake means for the person who runs the program.
final class TlsErrors {

  private TlsErrors() {}

  /// One line: what happened, and where it is known, what to do.
  static String explain(SSLException failure) {
    String said = String.valueOf(failure.getMessage());
    if (has(failure, CertPathBuilderException.class)) {
      return "TLS: the broker's certificate comes from none of the authorities in ssl_ca_file; take"
          + " the file of the authority that issued it";
    }
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return "TLS: the broker's certificate does not name the host of transport_url ("
          + said
          + "); connect by a name that it has, or set ssl_enforce_hostname_verification = false";
    }
    if (said.contains("bad_certificate") || said.contains("certificate_required")) {
      return "TLS: the broker does not accept this program without a certificate that it knows: set"
          + " ssl_cert_file and ssl_key_file (it said: "
          + said
          + ")";
    }
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return "TLS: the broker does not speak it at this port; RabbitMQ usually does so at 5671";
    }
    return has(failure, CertificateException.class)
        ? "TLS: the broker's certificate is refused: " + said
        : "TLS: " + said;
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
