package dev.perennial.http;

import dev.perennial.config.ByteSize;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionConflict;
import dev.perennial.config.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an HTTP service has besides [WsgiOptions].
///
/// @param maxBodySize largest body of a request
/// @param maxBodiesSize memory for the bodies of all requests
/// @param maxUrlLength longest request line, in bytes
/// @param maxHeaders header lines of a request
/// @param requestQueueSize requests that may wait for others to be handled
/// @param headerTimeout for request line and headers, and for the handshake of TLS
/// @param stallTimeout for a body or a response that stands still
/// @param slowClientGrace before the rate of a body or a response counts
/// @param minDataRate bytes per second
/// @param trustedProxies addresses and networks, see [TrustedProxies]
/// @param forwardedHeader which they write
/// @param accessLog file of the access log
@Group(value = "http", help = "Limits of the HTTP server, besides those of oslo.service.wsgi.")
public record HttpServerOptions(
    @Opt(help = "Largest body of a request; more is answered with 413.", def = "1MiB")
        ByteSize maxBodySize,
    @Opt(
            help =
                "How much memory the bodies of all requests of a process may take that are"
                    + " collected before they are looked at; more is answered with 503. What"
                    + " handlers make of them does not count. Unset means a quarter of the heap.")
        Optional<ByteSize> maxBodiesSize,
    @Opt(
            help =
                "Longest request line with method and version, in bytes; a longer one is answered"
                    + " with 414.",
            def = "8192")
        @Range(min = 64)
        int maxUrlLength,
    @Opt(
            help =
                "How many header lines a request may have; more are answered with 431. How long one"
                    + " may be is max_header_line.",
            def = "100")
        @Range(min = 1)
        int maxHeaders,
    @Opt(
            help =
                "How many requests may wait while wsgi_default_pool_size others are handled; more"
                    + " are answered with 503 at once.",
            def = "1000")
        @Range(min = 0)
        int requestQueueSize,
    @Opt(
            help =
                "How long request line and headers may take, and the handshake of TLS. 0 means for"
                    + " ever.",
            def = "30")
        @Range(min = 0)
        Duration headerTimeout,
    @Opt(
            help =
                "How long the body of a request, or a response, may stand still while the server"
                    + " waits for the client. 0 means for ever.",
            def = "60")
        @Range(min = 0)
        Duration stallTimeout,
    @Opt(
            help =
                "How long the body of a request, or a response, may be slower than min_data_rate.",
            def = "30")
        @Range(min = 0)
        Duration slowClientGrace,
    @Opt(
            help =
                "Slowest rate of a body or a response in bytes per second, while the server waits"
                    + " for the client. 0 means any.",
            def = "240")
        @Range(min = 0)
        int minDataRate,
    @Opt(
            help =
                "Addresses and networks (10.0.0.0/8) of proxies that are believed when they say for"
                    + " whom they ask, see forwarded_header; unix means the clients of a UNIX"
                    + " socket. Nobody else is.")
        List<String> trustedProxies,
    @Opt(
            help =
                "The header by which the trusted proxies say for whom they ask: X-Forwarded-For"
                    + " with X-Forwarded-Proto, or Forwarded. The other one is not read, because a"
                    + " proxy passes it on as its client wrote it.",
            def = "x_forwarded_for")
        ForwardedHeader forwardedHeader,
    @Opt(help = "File of the access log; without one its lines go to the log of the program.")
        Optional<Path> accessLog) {

  /// Checks the addresses of the proxies.
  ///
  /// @throws OptionConflict if one is no address
  public HttpServerOptions {
    trustedProxies = List.copyOf(trustedProxies);
    try {
      TrustedProxies.of(trustedProxies);
    } catch (IllegalArgumentException malformed) {
      throw new OptionConflict(String.valueOf(malformed.getMessage()), "trusted_proxies");
    }
  }

  /// These options on top of others.
  ///
  /// @param options what they do not speak of
  /// @return all of them
  public HttpOptions appliedTo(HttpOptions options) {
    return new HttpOptions(
        new HttpLimits(
            maxBodySize.bytes(),
            options.limits().headerLineBytes(),
            maxHeaders,
            maxUrlLength,
            options.limits().concurrentRequests(),
            requestQueueSize,
            maxBodiesSize.map(ByteSize::bytes).orElse(options.limits().collectedBytes())),
        new HttpTimeouts(
            options.timeouts().idle(), headerTimeout, stallTimeout, slowClientGrace, minDataRate),
        options.keepAlive(),
        options.keepIdleSeconds(),
        options.showFailures(),
        TrustedProxies.of(trustedProxies).with(forwardedHeader),
        options.logFormat(),
        accessLog.or(options::accessLog));
  }
}
