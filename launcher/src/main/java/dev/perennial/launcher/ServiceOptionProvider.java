package dev.perennial.launcher;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The options of `oslo.service.service`.
public final class ServiceOptionProvider implements OptionProvider {

  /// For the service loader.
  public ServiceOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.service.service";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(ServiceOptions.class);
  }
}
