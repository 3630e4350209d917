package dev.perennial.backdoor;

import dev.perennial.config.OptionProvider;
import java.util.List;

/// The backdoor's part of `oslo.service.service`.
public final class BackdoorOptionProvider implements OptionProvider {

  /// For the service loader.
  public BackdoorOptionProvider() {}

  @Override
  public String namespace() {
    return "oslo.service.service";
  }

  @Override
  public List<Class<? extends Record>> groups() {
    return List.of(BackdoorOptions.class);
  }
}
