package dev.perennial.http;

import dev.perennial.service.ListenAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The services of one test, each at a free port, which are stopped when it is over.
final class TestServices implements AfterEachCallback {

  /// The defaults, but that a client sees the stack trace of a failure.
  static final HttpOptions SHOWING_FAILURES =
      new HttpOptions(
          HttpLimits.DEFAULTS,
          HttpTimeouts.DEFAULTS,
          true,
          OptionalInt.empty(),
          true,
          TrustedProxies.NONE,
          LogFormat.DEFAULT,
          HttpOptions.DEFAULTS.accessLog());

  private final List<HttpService> running = new ArrayList<>();

  /// Starts one.
  ///
  /// @param described says all but where it listens
  HttpService start(UnaryOperator<HttpService.Builder> described) throws Exception {
    HttpService service =
        described
            .apply(HttpService.builder("api").listen(ListenAddress.tcp("127.0.0.1", 0)))
            .build();
    running.add(service);
    service.start();
    return service;
  }

  /// Starts one that answers everything with `hello`.
  HttpService startHello(UnaryOperator<HttpService.Builder> described) throws Exception {
    return start(
        builder -> described.apply(builder).handler(request -> Response.text(200, "hello")));
  }

  /// The port of one.
  static int port(HttpService service) {
    return ((ListenAddress.Tcp) service.boundAddresses().getFirst()).port();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    running.forEach(HttpService::stop);
    running.clear();
  }
}
