package dev.perennial.tls;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `oslo.service.sslutils`.
public final class SslOptionProvider implements OptionProvider {

  /// For the service loader.
  public SslOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.service.sslutils";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(SslOptions.class);
  }
}
