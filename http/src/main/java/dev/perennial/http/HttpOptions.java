package dev.perennial.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Limits of an HTTP service, and where its access log goes.
///
/// @param maxBodyBytes the largest body of a request; more is answered with 413
/// @param maxHeaderBytes the largest request line with its headers; more is answered with 414 or
///   431
/// @param idleTimeout how long a client may neither send nor read before its connection is closed
///   (`client_socket_timeout`); zero means for ever
/// @param accessLog file of the access log, which all workers append to and which is made if it is
///   missing; lines are in it within a tenth of a second, and a rotated file is followed. Without
///   one the lines go to the logger `dev.perennial.http.access`, at a far higher price
public record HttpOptions(
    long maxBodyBytes, int maxHeaderBytes, Duration idleTimeout, Optional<Path> accessLog) {

  /// Bodies up to 1 MiB, headers up to 16384 bytes, 900 seconds of idling, no file for the access
  /// log.
  public static final HttpOptions DEFAULTS =
      new HttpOptions(1 << 20, 16384, Duration.ofSeconds(900), Optional.empty());

  /// Checks the ranges.
  public HttpOptions {
    if (maxBodyBytes < 0) {
      throw new IllegalArgumentException("maxBodyBytes must not be negative: " + maxBodyBytes);
    }
    if (maxHeaderBytes < 256) {
      throw new IllegalArgumentException("maxHeaderBytes must be at least 256: " + maxHeaderBytes);
    }
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException("idleTimeout must not be negative: " + idleTimeout);
    }
  }

  /// The same options with another limit on bodies.
  ///
  /// @param bytes the largest body
  /// @return the options
  public HttpOptions withMaxBodyBytes(long bytes) {
    return new HttpOptions(bytes, maxHeaderBytes, idleTimeout, accessLog);
  }

  /// The same options with another limit on headers.
  ///
  /// @param bytes the largest request line with its headers
  /// @return the options
  public HttpOptions withMaxHeaderBytes(int bytes) {
    return new HttpOptions(maxBodyBytes, bytes, idleTimeout, accessLog);
  }

  /// The same options with another idle timeout.
  ///
  /// @param timeout how long a connection may idle; zero means for ever
  /// @return the options
  public HttpOptions withIdleTimeout(Duration timeout) {
    return new HttpOptions(maxBodyBytes, maxHeaderBytes, timeout, accessLog);
  }

  /// The same options with a file for the access log.
  ///
  /// @param file is opened when the service starts, which fails if that is not possible
  /// @return the options
  public HttpOptions withAccessLog(Path file) {
    return new HttpOptions(maxBodyBytes, maxHeaderBytes, idleTimeout, Optional.of(file));
  }
}
