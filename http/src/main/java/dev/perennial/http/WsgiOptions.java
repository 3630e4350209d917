package dev.perennial.http;

import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.Range;
import java.time.Duration;

/// The limits of an HTTP service as a configuration file has them, with the names and defaults of
/// `oslo.service`.
///
/// ```java
/// HttpService.builder("api").options(config.get(WsgiOptions.class).httpOptions())
/// ```
///
/// @param maxHeaderLine bytes
/// @param clientSocketTimeout seconds
@Group(value = "DEFAULT")
public record WsgiOptions(
    @Opt(
            help =
                "Largest request line with its headers, in bytes; more is answered with 414 or 431."
                    + " Large tokens in a header may need more.",
            def = "16384")
        @Range(min = 256)
        int maxHeaderLine,
    @Opt(
            help =
                "Seconds that a client may neither send nor read before its connection is closed. 0"
                    + " means for ever.",
            def = "900")
        @Range(min = 0)
        int clientSocketTimeout) {

  /// {@return these limits, and the defaults of all others}
  public HttpOptions httpOptions() {
    return HttpOptions.DEFAULTS
        .withMaxHeaderBytes(maxHeaderLine)
        .withIdleTimeout(Duration.ofSeconds(clientSocketTimeout));
  }
}
