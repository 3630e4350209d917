package dev.perennial.http;

import dev.perennial.config.Config;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.SocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How an HTTP service treats its clients, and what it says of them.
///
/// @param limits how much it takes
/// @param timeouts how long it waits
/// @param keepAlive whether a connection may carry more than one request (`wsgi_keep_alive`)
/// @param keepIdleSeconds after how many idle seconds the kernel probes a connection
///   (`tcp_keepidle`); nothing leaves it to the kernel
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
    OptionalInt keepIdleSeconds,
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
          SocketOptions.DEFAULTS.keepIdleSeconds(),
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

  /// An address with what these options say of its socket. What a program says of one that it makes
  /// itself counts more.
  ///
  /// @param address where to listen
  /// @return the same place
  ListenAddress appliedTo(ListenAddress address) {
    SocketOptions sockets = address.options();
    boolean isSaid = !sockets.keepIdleSeconds().equals(SocketOptions.DEFAULTS.keepIdleSeconds());
    return isSaid || !(address instanceof ListenAddress.Tcp tcp)
        ? address
        : tcp.with(sockets.withKeepIdle(keepIdleSeconds));
  }

  /// The same options with other limits.
  ///
  /// @param other the limits
  /// @return the options
  public HttpOptions with(HttpLimits other) {
    return new HttpOptions(
        other,
        timeouts,
        keepAlive,
        keepIdleSeconds,
        showFailures,
        trustedProxies,
        logFormat,
        accessLog);
  }

  /// The same options with other timeouts.
  ///
  /// @param other the timeouts
  /// @return the options
  public HttpOptions with(HttpTimeouts other) {
    return new HttpOptions(
        limits,
        other,
        keepAlive,
        keepIdleSeconds,
        showFailures,
        trustedProxies,
        logFormat,
        accessLog);
  }

  /// The same options with other trusted proxies.
  ///
  /// @param other the proxies
  /// @return the options
  public HttpOptions with(TrustedProxies other) {
    return new HttpOptions(
        limits, timeouts, keepAlive, keepIdleSeconds, showFailures, other, logFormat, accessLog);
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
            limits.headers(),
            limits.urlBytes(),
            limits.concurrentRequests(),
            limits.waitingRequests(),
            limits.collectedBytes()));
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
        limits,
        timeouts,
        keepAlive,
        keepIdleSeconds,
        showFailures,
        trustedProxies,
        logFormat,
        Optional.of(file));
  }
}
