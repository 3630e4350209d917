package dev.perennial.http;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionConflict;
import dev.perennial.config.Range;
import dev.perennial.service.SocketOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// An HTTP service as a configuration file describes it, with the names and defaults of
/// `oslo.service`. What it adds is in [HttpServerOptions].
///
/// ```java
/// HttpService.builder("api").options(() -> HttpOptions.of(config))
/// ```
///
/// @param wsgiLogFormat see [LogFormat]
/// @param tcpKeepidle seconds; 0 leaves it to the kernel
/// @param wsgiDefaultPoolSize requests at the same time
/// @param maxHeaderLine bytes
/// @param wsgiKeepAlive whether connections are kept
/// @param clientSocketTimeout seconds
/// @param wsgiServerDebug whether clients see stack traces
@Group(value = "DEFAULT")
public record WsgiOptions(
    @Opt(
            help =
                "Form of the lines of the access log. Fields: client_ip, client_port, date_time,"
                    + " request_line, status_code, body_length, wall_seconds, request_id.",
            def = LogFormat.DEFAULT_TEXT)
        String wsgiLogFormat,
    @Opt(
            help =
                "Idle seconds after which a connection is probed (TCP_KEEPIDLE). 0 leaves it to the"
                    + " kernel.",
            def = "600")
        @Range(min = 0, max = 32767)
        int tcpKeepidle,
    @Opt(
            help =
                "How many requests a process handles at the same time; more wait in their order. One"
                    + " whose client is slow does not count while it is waited for.",
            def = "100")
        @Range(min = 1)
        int wsgiDefaultPoolSize,
    @Opt(
            help =
                "Longest header line with its name, in bytes; a longer one is answered with 431."
                    + " Large tokens in a header may need more.",
            def = "16384")
        @Range(min = 256)
        int maxHeaderLine,
    @Opt(
            help =
                "Whether a connection may carry more than one request. If not, it is closed after"
                    + " each response.",
            def = "true")
        boolean wsgiKeepAlive,
    @Opt(
            help =
                "Seconds that a client may neither send nor read before its connection is closed. 0"
                    + " means for ever.",
            def = "900")
        @Range(min = 0)
        int clientSocketTimeout,
    @Opt(
            help =
                "Whether the answer to a request that failed has the stack trace in it. For"
                    + " development only: it tells strangers about the inside of the program.",
            def = "false")
        boolean wsgiServerDebug) {

  /// Checks the form of the log lines.
  ///
  /// @throws OptionConflict if the form has a field that does not exist
  public WsgiOptions {
    try {
      LogFormat.of(wsgiLogFormat);
    } catch (IllegalArgumentException unknown) {
      throw new OptionConflict(String.valueOf(unknown.getMessage()), "wsgi_log_format");
    }
  }

  /// {@return what these options say, and the defaults of all others}
  public HttpOptions httpOptions() {
    HttpLimits limits = HttpLimits.DEFAULTS;
    return new HttpOptions(
        new HttpLimits(
            limits.bodyBytes(),
            maxHeaderLine,
            limits.urlBytes(),
            wsgiDefaultPoolSize,
            limits.waitingRequests()),
        HttpTimeouts.DEFAULTS.withIdle(Duration.ofSeconds(clientSocketTimeout)),
        wsgiKeepAlive,
        keepIdle(),
        wsgiServerDebug,
        TrustedProxies.NONE,
        LogFormat.of(wsgiLogFormat),
        Optional.empty());
  }

  /// {@return options for the sockets that the service listens on}
  public SocketOptions socketOptions() {
    SocketOptions defaults = SocketOptions.DEFAULTS;
    return new SocketOptions(
        defaults.backlog(), defaults.reuseAddress(), defaults.keepAlive(), keepIdle());
  }

  private OptionalInt keepIdle() {
    return tcpKeepidle == 0 ? OptionalInt.empty() : OptionalInt.of(tcpKeepidle);
  }
}
