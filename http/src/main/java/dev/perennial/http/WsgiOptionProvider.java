package dev.perennial.http;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `oslo.service.wsgi` that an HTTP service here has too.
public final class WsgiOptionProvider implements OptionProvider {

  /// For the service loader.
  public WsgiOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.service.wsgi";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(WsgiOptions.class, PasteOptions.class);
  }
}
