package dev.perennial.daemon;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `tacker.service` that concern an API.
public final class ApiOptionProvider implements OptionProvider {

  /// For the service loader.
  public ApiOptionProvider() {}

  @Override
  public String namespace() {
    return "tacker.service";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(ApiOptions.class);
  }
}
