package dev.perennial.http;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of an HTTP service that `oslo.service` does not have.
public final class HttpServerOptionProvider implements OptionProvider {

  /// For the service loader.
  public HttpServerOptionProvider() {}

  @Override
  public String namespace() {
    return "perennial.http";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(HttpServerOptions.class);
  }
}
