package dev.perennial.http;

import dev.perennial.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How an HTTP service treats its clients, and what it says of them.
///
/// @param limits how much it takes
/// @param timeouts how long it waits
/// @param keepAlive whether a connection may carry more than one request (`wsgi_keep_alive`)
/// @param showFailures whether the answer to a request whose handler failed has the stack trace in
///   it (`wsgi_server_debug`): for development only
/// @param trustedProxies whose word on the origin of a request counts
/// @param logFormat of the lines of the access log (`wsgi_log_format`)
/// @param accessLog file of the access log, which all workers append to and which is made if it is
///   missing; lines are in it within a tenth of a second, and a rotated file is followed. Without
///   one the lines go to the logger `dev.perennial.http.access`, at a far higher price
public record HttpOptions(
    HttpLimits limits,
    HttpTimeouts timeouts,
    boolean keepAlive,
    boolean showFailures,
    TrustedProxies trustedProxies,
    LogFormat logFormat,
    Optional<Path> accessLog) {

  /// The defaults of all parts, connections that are kept, no stack traces, no trusted proxy, no
  /// file for the access log.
  public static final HttpOptions DEFAULTS =
      new HttpOptions(
          HttpLimits.DEFAULTS,
          HttpTimeouts.DEFAULTS,
          true,
          false,
          TrustedProxies.NONE,
          LogFormat.DEFAULT,
          Optional.empty());

  /// What the options of a program say.
  ///
  /// @param config the configuration; must have [WsgiOptions] and [HttpServerOptions] among its
  ///   groups
  /// @return the options
  public static HttpOptions of(Config config) {
    return config
        .get(HttpServerOptions.class)
        .appliedTo(config.get(WsgiOptions.class).httpOptions());
  }

  /// The same options with other limits.
  ///
  /// @param other the limits
  /// @return the options
  public HttpOptions with(HttpLimits other) {
    return new HttpOptions(
        other, timeouts, keepAlive, showFailures, trustedProxies, logFormat, accessLog);
  }

  /// The same options with other timeouts.
  ///
  /// @param other the timeouts
  /// @return the options
  public HttpOptions with(HttpTimeouts other) {
    return new HttpOptions(
        limits, other, keepAlive, showFailures, trustedProxies, logFormat, accessLog);
  }

  /// The same options with other trusted proxies.
  ///
  /// @param other the proxies
  /// @return the options
  public HttpOptions with(TrustedProxies other) {
    return new HttpOptions(limits, timeouts, keepAlive, showFailures, other, logFormat, accessLog);
  }

  /// The same options with another limit on bodies.
  ///
  /// @param bytes the largest body
  /// @return the options
  public HttpOptions withMaxBodyBytes(long bytes) {
    return with(
        new HttpLimits(
            bytes,
            limits.headerLineBytes(),
            limits.urlBytes(),
            limits.concurrentRequests(),
            limits.waitingRequests()));
  }

  /// The same options with another idle timeout.
  ///
  /// @param timeout how long a connection may idle; zero means for ever
  /// @return the options
  public HttpOptions withIdleTimeout(Duration timeout) {
    return with(timeouts.withIdle(timeout));
  }

  /// The same options with a file for the access log.
  ///
  /// @param file is opened when the service starts, which fails if that is not possible
  /// @return the options
  public HttpOptions withAccessLog(Path file) {
    return new HttpOptions(
        limits, timeouts, keepAlive, showFailures, trustedProxies, logFormat, Optional.of(file));
  }
}
